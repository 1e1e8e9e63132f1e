import type { GrafanaTheme2 } from '@grafana/data';
import { dataOf } from '../../frames/layerData';
import type { Scene } from '../../scene/scene';
import { routesData, type MapRoute, type RouteHop } from './data';

export const ROUTES_LAYER = 'mesh-routes';

/** The route chosen in the legend, else the newest. */
export function shownRoute({ mesh, chosen }: Pick<Scene, 'mesh' | 'chosen'>): MapRoute | undefined {
  const routes = dataOf(mesh, routesData);
  return routes.find(({ id }) => id === chosen.get(ROUTES_LAYER)) ?? routes[0];
}

export const directionColor = (direction: RouteHop['direction'], theme: GrafanaTheme2) =>
  theme.visualization.getColorByName(direction === 'towards' ? 'blue' : 'orange');
