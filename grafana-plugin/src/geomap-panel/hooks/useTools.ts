import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import type LayerGroup from 'ol/layer/Group';
import type OlMap from 'ol/Map';
import type { MeshData } from '../frames/model';
import { nodesInBox, startBoxSelect } from '../map/boxSelect';
import { startMeasure, type Measurement, type MeasurePoint, type MeasureTool } from '../map/measure';
import { pickAt } from '../map/pick';
import { thingOf } from '../layers/item';
import { nodeItem } from '../layers/nodes/items';
import type { MapState } from './useMapState';

export interface ToolInputs {
  readonly map: OlMap;
  readonly mesh: MeshData;
  readonly theme: GrafanaTheme2;
  readonly ground: RefObject<{ readonly basemap: { readonly group: LayerGroup } } | null>;
  readonly state: MapState;
}

export interface Tools {
  readonly measurement: Measurement | undefined;
  /** Applies the active tool without a pointer: measures to the center of the map, or selects the nodes in view. */
  readonly use: () => void;
}

/** Runs the measure and box select tools. */
export function useTools({ map, mesh, theme, ground, state }: ToolInputs): Tools {
  const [measurement, setMeasurement] = useState<Measurement>();
  const measuring = useRef<MeasureTool | undefined>(undefined);
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
      const node = thingOf(item, nodeItem);
      return node?.position === undefined
        ? undefined
        : { position: node.position, altitude: node.altitude, name: node.label };
    };
    const started = startMeasure({ map, theme, nodeAt, onChange: setMeasurement });
    measuring.current = started;
    return () => {
      measuring.current = undefined;
      started.stop();
    };
  }, [map, theme, ground, tool]);

  const selectIn = useCallback(
    (extent: number[]) => {
      select(nodesInBox(newest.current, extent).map(({ id }) => id));
      endTool();
    },
    [select, endTool],
  );
  useEffect(
    () => (tool === 'measure' ? undefined : startBoxSelect(map, tool === 'box', selectIn)),
    [map, tool, selectIn],
  );
  const use = useCallback(() => {
    if (tool === 'box') {
      selectIn(map.getView().calculateExtent(map.getSize()));
    } else {
      measuring.current?.takeMiddle();
    }
  }, [map, tool, selectIn]);
  return { measurement, use };
}
