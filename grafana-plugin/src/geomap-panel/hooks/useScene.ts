import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { useMemo, useState } from 'react';
import type { DataFrame, PanelData } from '@grafana/data';
import type { MeshData } from '../frames/model';
import { keepUnchanged } from '../frames/keepUnchanged';
import { readMesh } from '../frames/readMesh';
import { steadySeries } from '../frames/steadySeries';
import { CLUSTER_FROM } from '../layers/nodes/options';
import { timed } from '../map/timed';
import { prepareMesh } from '../scene/meshAt';
import type { Scene } from '../scene/scene';
import type { MeshMapOptions } from '../types';
import { usePaced } from './usePaced';

function useSteadySeries(data: PanelData): readonly DataFrame[] {
  const [shown, setShown] = useState({ data, series: data.series });
  if (shown.data !== data) {
    setShown({ data, series: steadySeries(data, shown.series) });
  }
  return shown.series;
}

/** Clustered maps take up new data at most this often: many nodes mean many changes, and none of them can be told apart. */
const CLUSTERED_PACE_MS = 1000;

export function useMesh(data: PanelData, { mapping }: MeshMapOptions): MeshData {
  const read = (frames: readonly DataFrame[]) => timed('mesh-map:read', () => readMesh(frames, mapping));
  const newest = useSteadySeries(data);
  const [known, setKnown] = useState(() => ({ series: newest, mapping, mesh: read(newest) }));
  const series = usePaced(newest, known.mesh.nodes.length >= CLUSTER_FROM ? CLUSTERED_PACE_MS : 0);
  if (known.series !== series || known.mapping !== mapping) {
    setKnown({ series, mapping, mesh: keepUnchanged(known.mesh, read(series)) });
  }
  return known.mesh;
}

export interface SceneInputs {
  readonly mesh: MeshData;
  /** The end of the dashboard's range: what the newest state is measured against. */
  readonly now: number;
  /** A moment of the past that is played; undefined: now. */
  readonly played: number | undefined;
  readonly gapMinutes: number;
  readonly selected: ReadonlySet<string>;
  readonly switchedKinds: ReadonlySet<string>;
  readonly chosen: ReadonlyMap<string, string>;
}

export function useScene({ mesh, now, played, gapMinutes, selected, switchedKinds, chosen }: SceneInputs): Scene {
  const isPlayed = played !== undefined;
  const inTime = useMemo(() => (isPlayed ? prepareMesh(mesh) : undefined), [mesh, isPlayed]);
  const shown = useMemo(
    () => (played === undefined ? mesh : (inTime?.(played, gapMinutes * MINUTE_MS || Infinity) ?? mesh)),
    [mesh, inTime, played, gapMinutes],
  );
  const at = played ?? now;
  return useMemo(
    () => ({ mesh: shown, at, selected, switchedKinds, chosen }),
    [shown, at, selected, switchedKinds, chosen],
  );
}
