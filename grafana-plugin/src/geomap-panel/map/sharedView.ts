import type { LonLat } from '../frames/model';
import { wrapLongitude } from '../geo/mercator';

export interface SharedView {
  readonly center: LonLat;
  readonly zoom: number;
}

/** Query parameter of the page's address that holds the view of one panel. */
export const viewParameter = (panelId: number) => `meshview-${panelId}`;

/** `latitude,longitude,zoom`, short enough to read out. */
export function formatView({ center: [longitude, latitude], zoom }: SharedView): string {
  return [latitude.toFixed(5), wrapLongitude(longitude).toFixed(5), zoom.toFixed(2)].join(',');
}

/** undefined for anything that is not a view: addresses are written by people. */
export function parseView(text: unknown): SharedView | undefined {
  const [latitude = Number.NaN, longitude = Number.NaN, zoom = Number.NaN, ...rest] =
    typeof text === 'string' ? text.split(',').map(Number) : [];
  const isView = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= 24 && rest.length === 0;
  return isView ? { center: [longitude, latitude], zoom } : undefined;
}
