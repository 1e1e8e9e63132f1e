import { VisualizationSuggestionScore, type PanelDataSummary, type VisualizationSuggestion } from '@grafana/data';
import { t } from '@grafana/i18n';
import { findField } from '../frames/fields';
import { frameKindOf } from '../frames/frameKind';
import { noMapping } from '../frames/mapping';
import { layerData } from '../layers/options';
import type { MeshMapOptions } from '../types';
import { defaultOptions } from './defaults';
/** A thumbnail is a whole map: a few nodes show what it would look like. */
const PREVIEW_ROWS = 60;

const score = (isMesh: boolean) => (isMesh ? VisualizationSuggestionScore.Best : VisualizationSuggestionScore.Good);

/** Suggests the map for any data with positions, and as the best choice for meshes. */
export function suggestMeshMap({
  hasData,
  rawFrames = [],
}: PanelDataSummary): Array<VisualizationSuggestion<MeshMapOptions>> | void {
  const kinds = new Set(rawFrames.map((frame) => frameKindOf(frame, noMapping)));
  const placed = layerData.filter(({ places }) => places !== undefined).map(({ id }) => id);
  const hasPlaces = ['nodes', 'tracks', ...placed].some((kind) => kinds.has(kind));
  const hasLinks = kinds.has('links') && rawFrames.some((frame) => findField(frame, 'sourceLatitude') !== undefined);
  if (hasData !== true || (!hasPlaces && !hasLinks)) {
    return undefined;
  }
  const isMesh = rawFrames.some(({ fields }) => fields.some(({ name }) => name === 'nodeId' || name === 'fromId'));
  return [
    {
      name: t('suggestions.name', 'Mesh map'),
      description: t('suggestions.description', 'Nodes, links and tracks on a map that works offline'),
      score: score(isMesh),
      cardOptions: {
        maxRows: PREVIEW_ROWS,
        previewModifier: (suggestion) => {
          suggestion.options = {
            ...defaultOptions,
            ...suggestion.options,
            basemap: { ...defaultOptions.basemap, places: false, grid: false, canSwitch: false },
            nodes: { ...defaultOptions.nodes, label: 'none', size: 5 },
            controls: {
              zoom: false,
              wheelZoom: false,
              tools: false,
              search: false,
              legend: false,
              scale: false,
              playback: false,
            },
            interaction: { ...defaultOptions.interaction, tooltip: false, sharedHover: false },
          };
        },
      },
    },
  ];
}
