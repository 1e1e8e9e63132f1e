import type OlMap from 'ol/Map';
import { always, shiftKeyOnly } from 'ol/events/condition';
import DragBox from 'ol/interaction/DragBox';
import DragZoom from 'ol/interaction/DragZoom';
import type { MapNode, MeshData } from '../frames/model';
import { toXY, WORLD, type XY } from '../geo/mercator';
import { isPlaced } from '../scene/scene';

/** Nodes inside a Web Mercator box, in whichever copy of the world it was drawn. */
export function nodesInBox(
  { nodes }: MeshData,
  [left = 0, bottom = 0, right = 0, top = 0]: readonly number[],
): MapNode[] {
  const inside = ([x, y]: XY) => {
    const shifted = x + WORLD * Math.round(((left + right) / 2 - x) / WORLD);
    return shifted >= left && shifted <= right && y >= bottom && y <= top;
  };
  return nodes.filter(isPlaced).filter(({ position }) => inside(toXY(position)));
}

/** Selects by dragging a box: always while the tool is active, else with Shift. Returns a function that stops it. */
export function startBoxSelect(map: OlMap, isTool: boolean, onBox: (extent: number[]) => void): () => void {
  // Shift and drag zooms in OpenLayers; here it selects.
  map
    .getInteractions()
    .getArray()
    .filter((interaction) => interaction instanceof DragZoom)
    .forEach((interaction) => interaction.setActive(false));
  const box = new DragBox({ condition: isTool ? always : shiftKeyOnly, className: 'mesh-map-box', minArea: 64 });
  box.on('boxend', () => onBox(box.getGeometry().getExtent()));
  map.addInteraction(box);
  return () => {
    map.removeInteraction(box);
    box.dispose();
  };
}
