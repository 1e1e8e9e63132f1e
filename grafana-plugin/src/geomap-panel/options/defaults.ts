import { noMapping } from '../frames/mapping';
import type { MeshMapOptions, SavedOptions } from '../types';

export const defaultOptions: MeshMapOptions = {
  basemap: { type: 'world', url: '', attribution: '', maxZoom: 19, places: true, grid: true },
  view: { mode: 'fit', latitude: 20, longitude: 0, zoom: 2, maxFitZoom: 14 },
  nodes: {
    show: true,
    colorBy: 'lastHeard',
    sizeBy: '',
    size: 7,
    label: 'label',
    roleShapes: true,
    markGateways: true,
    fadeHours: 24,
    clusters: true,
  },
  links: { show: true, kinds: [], focus: 'all', maxWidth: 3.5, arrows: true, curved: true, fadeHours: 24 },
  precision: { show: true },
  tracks: { show: true, width: 2, arrows: true, gapMinutes: 120 },
  coverage: { show: false, measure: 'snr', cellM: 0, opacity: 0.55 },
  routes: { show: true, labels: true },
  heatmap: { show: false, weightBy: '', radius: 18 },
  dayNight: { show: false },
  controls: { zoom: true, wheelZoom: true, tools: true, search: true, legend: true, scale: true, playback: false },
  interaction: { tooltip: true, nodeVariable: '', boundsVariable: '', sharedHover: true },
  mapping: noMapping,
  renderer: 'auto',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function section<T>(standard: T, saved: unknown): T {
  return isRecord(standard) && isRecord(saved) ? { ...standard, ...saved } : standard;
}

/** Every option with a value, whatever part of them a dashboard saved. */
export function completeOptions(saved: SavedOptions | undefined): MeshMapOptions {
  const given = saved ?? {};
  return {
    basemap: section(defaultOptions.basemap, given.basemap),
    view: section(defaultOptions.view, given.view),
    nodes: section(defaultOptions.nodes, given.nodes),
    links: section(defaultOptions.links, given.links),
    precision: section(defaultOptions.precision, given.precision),
    tracks: section(defaultOptions.tracks, given.tracks),
    coverage: section(defaultOptions.coverage, given.coverage),
    routes: section(defaultOptions.routes, given.routes),
    heatmap: section(defaultOptions.heatmap, given.heatmap),
    dayNight: section(defaultOptions.dayNight, given.dayNight),
    controls: section(defaultOptions.controls, given.controls),
    interaction: section(defaultOptions.interaction, given.interaction),
    mapping: section(defaultOptions.mapping, given.mapping),
    renderer: given.renderer === 'canvas' || given.renderer === 'webgl' ? given.renderer : 'auto',
  };
}
