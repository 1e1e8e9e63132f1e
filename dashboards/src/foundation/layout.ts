/**
 * Places panels on Grafana's grid of 24 columns. On a phone Grafana puts them below each other in the order of rows and
 * columns, with their heights: lines are therefore ordered by importance, and no panel is higher than a phone.
 */
import { RowBuilder, type DashboardBuilder, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { AnyPanelBuilder } from './panel.js';

const COLUMNS = 24;

/** Panels below each other that share the height of the line. */
interface Cell {
  readonly width: number;
  readonly panels: readonly AnyPanelBuilder[];
}

export interface Line {
  readonly height: number;
  readonly cells: readonly Cell[];
}

export interface Section {
  /** Of the row. */
  readonly id: number;
  readonly title: string;
  readonly collapsed?: boolean;
  readonly lines: readonly Line[];
}

export const cell = (width: number, ...panels: readonly AnyPanelBuilder[]): Cell => ({ width, panels });

export function line(height: number, ...cells: readonly Cell[]): Line {
  const width = cells.reduce((sum, one) => sum + one.width, 0);
  if (width !== COLUMNS) throw new Error(`A line is ${width} columns wide; it must fill ${COLUMNS}.`);
  return { height, cells };
}

/** Panels of the same width. */
export function evenLine(height: number, ...panels: readonly AnyPanelBuilder[]): Line {
  return line(height, ...panels.map((panel) => cell(COLUMNS / panels.length, panel)));
}

function placeLine({ height, cells }: Line, top: number): AnyPanelBuilder[] {
  let left = 0;
  return cells.flatMap(({ width, panels }) => {
    const each = height / panels.length;
    const placed = panels.map((panel, at) => panel.gridPos({ x: left, y: top + at * each, w: width, h: each }));
    left += width;
    return placed;
  });
}

function placeLines(lines: readonly Line[], top: number): { panels: AnyPanelBuilder[]; bottom: number } {
  const panels: AnyPanelBuilder[] = [];
  let y = top;
  for (const one of lines) {
    panels.push(...placeLine(one, y));
    y += one.height;
  }
  return { panels, bottom: y };
}

/** Lines without a heading first, then the sections. */
export function layOut(dashboard: DashboardBuilder, lines: readonly Line[], sections: readonly Section[]): void {
  const start = placeLines(lines, 0);
  start.panels.forEach((panel) => dashboard.withPanel(panel));
  let y = start.bottom;
  for (const { id, title, collapsed = false, lines: inside } of sections) {
    const row = new RowBuilder(title).id(id).collapsed(collapsed).gridPos({ x: 0, y, w: COLUMNS, h: 1 });
    const { panels, bottom } = placeLines(inside, y + 1);
    if (collapsed) panels.forEach((panel) => row.withPanel(panel));
    dashboard.withRow(row);
    if (!collapsed) panels.forEach((panel) => dashboard.withPanel(panel));
    y = collapsed ? y + 1 : bottom;
  }
}

/** Panels of a dashboard, those inside closed rows too. */
export function panelsOf(panels: readonly (Panel & { readonly panels?: readonly Panel[] })[]): Panel[] {
  return panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));
}
