import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { useMemo, useState } from 'react';
import type { DataFrame, PanelData } from '@grafana/data';
import type { MeshData } from '../frames/model';
import { readMesh } from '../frames/readMesh';
import { steadySeries } from '../frames/steadySeries';
import { timed } from '../map/timed';
import { meshAt } from '../scene/meshAt';
import type { Scene } from '../scene/scene';
import type { MeshMapOptions } from '../types';

function useSteadySeries(data: PanelData): readonly DataFrame[] {
  const [shown, setShown] = useState({ data, series: data.series });
  if (shown.data !== data) {
    setShown({ data, series: steadySeries(data, shown.series) });
  }
  return shown.series;
}

export function useMesh(data: PanelData, { mapping }: MeshMapOptions): MeshData {
  const series = useSteadySeries(data);
  return useMemo(() => timed('mesh-map:read', () => readMesh(series, mapping)), [series, mapping]);
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
  const shown = useMemo(
    () => (played === undefined ? mesh : meshAt(mesh, played, gapMinutes * MINUTE_MS || Infinity)),
    [mesh, played, gapMinutes],
  );
  const at = played ?? now;
  return useMemo(
    () => ({ mesh: shown, at, selected, switchedKinds, chosen }),
    [shown, at, selected, switchedKinds, chosen],
  );
}
