import { useEffect, useRef, useState, type RefObject } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import type LayerGroup from 'ol/layer/Group';
import type OlMap from 'ol/Map';
import type { MeshData } from '../frames/model';
import { nodesInBox, startBoxSelect } from '../map/boxSelect';
import { startMeasure, type Measurement, type MeasurePoint } from '../map/measure';
import { pickAt } from '../map/pick';
import type { MapState } from './useMapState';

export interface ToolInputs {
  readonly map: OlMap;
  readonly mesh: MeshData;
  readonly theme: GrafanaTheme2;
  readonly ground: RefObject<{ readonly basemap: { readonly group: LayerGroup } } | null>;
  readonly state: MapState;
}

/** The measuring line and the selection box. */
export function useTools({ map, mesh, theme, ground, state }: ToolInputs): Measurement | undefined {
  const [measurement, setMeasurement] = useState<Measurement>();
  const { tool, select, endTool } = state;
  const newest = useRef(mesh);
  useEffect(() => {
    newest.current = mesh;
  }, [mesh]);

  useEffect(() => {
    if (tool !== 'measure') {
      return undefined;
    }
    const nodeAt = (pixel: number[]): MeasurePoint | undefined => {
      const item = ground.current === null ? undefined : pickAt(map, pixel, ground.current.basemap.group)?.item;
      return item?.type === 'node' && item.node.position !== undefined
        ? { position: item.node.position, altitude: item.node.altitude, name: item.node.label }
        : undefined;
    };
    return startMeasure({ map, theme, nodeAt, onChange: setMeasurement });
  }, [map, theme, ground, tool]);

  useEffect(() => {
    if (tool === 'measure') {
      return undefined;
    }
    return startBoxSelect(map, tool === 'box', (extent) => {
      select(nodesInBox(newest.current, extent).map(({ id }) => id));
      endTool();
    });
  }, [map, tool, select, endTool]);
  return measurement;
}
