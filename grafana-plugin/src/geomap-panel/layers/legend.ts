import type { GrafanaTheme2 } from '@grafana/data';
import type { LegendLayer } from '../components/Legend';
import { cellsOf } from './precision/layer';
import type { LayerId } from './layer';
import { countColor } from './coverageMap/layer';
import { meshLayers } from './registry';
import { moves, trackColor } from './tracks/layer';
import type { MeshMapOptions } from '../types';
import { createNodeLooks } from '../scene/nodeLook';
import { isPlaced, type Scene } from '../scene/scene';
import { linkLegend, snrLegend } from '../scene/signal';
import { t } from '@grafana/i18n';
import { phrases } from '../../i18n/phrases';

const text = phrases('legend-layers', { bestSnr: 'Best SNR', receptions: 'Receptions' });

type Scale = LegendLayer['scale'];

/** How many things a layer has to show; undefined: it is not about things. */
function counts({ mesh }: Scene): Record<LayerId, number | undefined> {
  return {
    'mesh-nodes': mesh.nodes.filter(isPlaced).length,
    'mesh-links': mesh.links.length,
    'mesh-precision': cellsOf(mesh.nodes).length,
    'mesh-tracks': mesh.tracks.filter(moves).length,
    'mesh-routes': mesh.routes.length,
    'mesh-coverage': mesh.samples.length,
    'mesh-heatmap': undefined,
    'mesh-night': undefined,
  };
}

function coverageScale({ coverage }: MeshMapOptions, theme: GrafanaTheme2): Scale {
  if (coverage.measure === 'snr') {
    return { ...snrLegend(theme), title: text.bestSnr, swatch: 'dot' };
  }
  const steps = [1, 10, 100, 1000].map((count) => ({ label: `≥ ${count}`, color: countColor(count, theme) }));
  return { title: text.receptions, kind: 'steps', steps, swatch: 'dot' };
}

const MAX_TRACK_NAMES = 8;

/** Who left which track, as long as that is not a phone book. */
function trackScale({ mesh }: Scene, theme: GrafanaTheme2): Scale {
  const tracks = mesh.tracks.filter(moves);
  const steps = tracks.map((track) => ({ label: track.name, color: trackColor(theme, track) }));
  return tracks.length > MAX_TRACK_NAMES ? undefined : { title: '', kind: 'steps', steps, swatch: 'line' };
}

function scaleOf(id: LayerId, options: MeshMapOptions, scene: Scene, theme: GrafanaTheme2): Scale {
  switch (id) {
    case 'mesh-nodes': {
      const { legend } = createNodeLooks(scene.mesh.nodes, { options: options.nodes, theme, at: scene.at });
      return legend && { ...legend, swatch: 'dot' };
    }
    case 'mesh-links':
      return { ...linkLegend(scene.mesh.links, scene.at, theme), swatch: 'line' };
    case 'mesh-coverage':
      return coverageScale(options, theme);
    case 'mesh-tracks':
      return trackScale(scene, theme);
    default:
      return undefined;
  }
}

const kindsOf = ({ mesh }: Scene) =>
  [...new Set(mesh.links.map(({ kind }) => kind))].filter((kind) => kind !== '').sort();

/** Entries of the legend, top layer first: layers that are on in the options and have something to show. */
export function legendLayers(
  options: MeshMapOptions,
  scene: Scene,
  theme: GrafanaTheme2,
  hidden: ReadonlySet<LayerId>,
): LegendLayer[] {
  const amounts = counts(scene);
  return meshLayers
    .list()
    .filter((item) => item.isEnabled(options) && amounts[item.id] !== 0)
    .sort((a, b) => b.zIndex - a.zIndex)
    .map(({ id, name }) => ({
      id,
      name: t(`layers.${id}`, name),
      count: amounts[id],
      isOn: !hidden.has(id),
      scale: scaleOf(id, options, scene, theme),
      kinds: id === 'mesh-links' ? kindsOf(scene).map((kind) => ({ kind, isOn: !scene.hiddenKinds.has(kind) })) : [],
    }));
}
