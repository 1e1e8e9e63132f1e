import type { UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Draws its children over the plot area of a uPlot chart: the area between its axes, 0 to 100 % in both directions. */
export function PlotOverlay({ config, children }: { config: UPlotConfigBuilder; children: ReactNode }) {
  const [area, setArea] = useState<HTMLElement>();
  useLayoutEffect(() => config.addHook('init', (plot) => setArea(plot.over)), [config]);
  return area === undefined ? null : createPortal(children, area);
}

/** Maps times to positions in percent of the time range. */
export function toPercent(from: number, to: number): (time: number) => number {
  return (time) => (100 * (Math.min(Math.max(time, from), to) - from)) / (to - from);
}
