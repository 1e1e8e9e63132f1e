import { AppEvents } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getAppEvents, locationService } from '@grafana/runtime';
import type OlMap from 'ol/Map';
import { toLonLat } from '../geo/mercator';
import { formatView, viewParameter } from './sharedView';

/** Address of this page with the view of one panel in it; undefined while the map has none. */
export function linkToView(map: OlMap, panelId: number): string | undefined {
  const [x, y] = map.getView().getCenter() ?? [];
  const zoom = map.getView().getZoom();
  if (x === undefined || y === undefined || zoom === undefined) {
    return undefined;
  }
  const search = new URLSearchParams(locationService.getSearch());
  search.set(viewParameter(panelId), formatView({ center: toLonLat([x, y]), zoom }));
  const href = locationService.getHistory().createHref({ ...locationService.getLocation(), search: `?${search}` });
  return new URL(href, document.baseURI).href;
}

/** Copies the link; where the browser forbids that (plain http), it goes into the address bar instead. */
export async function shareView(map: OlMap, panelId: number): Promise<void> {
  const link = linkToView(map, panelId);
  if (link === undefined) {
    return;
  }
  const notify = (message: string) => getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: [message] });
  try {
    await navigator.clipboard.writeText(link);
    notify(t('share-link.copied', 'Link to this view copied'));
  } catch {
    locationService.partial({ [viewParameter(panelId)]: new URL(link).searchParams.get(viewParameter(panelId)) }, true);
    notify(t('share-link.in-address', 'The address of this page now links to this view'));
  }
}
