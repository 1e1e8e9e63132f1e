import { noMapping } from '../frames/mapping';
import { layerDefaults } from '../layers/options';
import type { MeshMapOptions, SavedOptions } from '../types';

export const defaultOptions: MeshMapOptions = {
  basemap: { type: 'world', url: '', attribution: '', maxZoom: 19, places: true, grid: true, canSwitch: true },
  view: { mode: 'fit', latitude: 20, longitude: 0, zoom: 2, maxFitZoom: 14 },
  ...layerDefaults,
  controls: { zoom: true, wheelZoom: true, tools: true, search: true, legend: true, scale: true, playback: false },
  interaction: { tooltip: true, nodeVariable: '', boundsVariable: '', sharedHover: true },
  mapping: noMapping,
  renderer: 'auto',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function section<T>(standard: T, saved: unknown): T {
  return isRecord(standard) && isRecord(saved) ? { ...standard, ...saved } : standard;
}

function completeSection<Key extends keyof MeshMapOptions>(
  options: Writable<MeshMapOptions>,
  key: Key,
  saved: unknown,
): void {
  options[key] = section(defaultOptions[key], saved);
}

/** Every option with a value, whatever part of them a dashboard saved. */
export function completeOptions(saved: SavedOptions | undefined): MeshMapOptions {
  const options: Writable<MeshMapOptions> = { ...defaultOptions };
  for (const key of Object.keys(defaultOptions) as Array<keyof MeshMapOptions>) {
    completeSection(options, key, saved?.[key]);
  }
  const renderer = saved?.renderer;
  return { ...options, renderer: renderer === 'canvas' || renderer === 'webgl' ? renderer : 'auto' };
}
