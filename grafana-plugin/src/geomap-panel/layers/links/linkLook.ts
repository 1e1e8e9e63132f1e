import type { GrafanaTheme2 } from '@grafana/data';
import type { MapLink } from '../../frames/model';
import { ageOf, ageOpacity } from '../../scene/age';
import type { Scene } from '../../scene/scene';
import { linkColor } from '../../scene/signal';
import type { LinksOptions } from './options';

export interface LinkLook {
  readonly color: string;
  readonly width: number;
  readonly opacity: number;
  readonly dash: 'solid' | 'dashed' | 'dotted' | 'dash-dotted';
  /** The same for equal looks. */
  readonly key: string;
  /** Order of drawing: faint ones below, equal looks in a row. */
  readonly order: number;
}

const numbers = new Map<string, number>();

/** A small number for each look; a map has a few hundred of them. */
function numberOf(key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) {
    return known;
  }
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

/** 0 for a link without packets, 1 from a thousand packets on. */
const usage = (count: number | undefined) =>
  count === undefined ? 0.3 : Math.min(1, Math.log10(1 + Math.max(0, count)) / 3);

/** Width of a link by its packets, widest from a thousand on; in half pixels, so that styles can be shared. */
export const linkWidth = (count: number | undefined, maxWidth: number) =>
  Math.round((1 + (maxWidth - 1) * usage(count)) * 2) / 2;

const dashes: Readonly<Record<string, LinkLook['dash']>> = {
  traceroute: 'dashed',
  relay: 'dotted',
  internet: 'dash-dotted',
};

export const dashOf = { solid: undefined, dashed: [7, 5], dotted: [1.5, 5], 'dash-dotted': [9, 5, 1.5, 5] };
export const dashOfKind = (kind: string) => dashOf[dashes[kind] ?? 'solid'];

/** Opacity of links of other nodes while some are selected. */
const BACKGROUND = 0.1;
const STRONGEST = 0.85;
/** Opacity by kind: measured links are stronger than derived ones. */
const certainty: Readonly<Record<string, number>> = { neighbor: 0.9, traceroute: 0.8, relay: 0.6, internet: 0.6 };
/** Number of links up to which all are drawn at full strength. */
const UNCROWDED = 120;

/**
 * Strength of links by their number, 0.4 … 1: hundreds of lines at full strength would hide the map. In twentieths, so that
 * one link more does not change the look of all.
 */
export const crowdFactor = (count: number) =>
  Math.round(Math.min(1, Math.max(0.4, Math.sqrt(UNCROWDED / Math.max(1, count)))) * 20) / 20;

/** In twentieths, so that styles can be shared. */
const rounded = (opacity: number) => Math.max(0.05, Math.round(opacity * 20) / 20);

export function linkLook(link: MapLink, { scene, options, theme }: LookInputs, crowd: number): LinkLook {
  const attention = isNear(link, scene);
  const isPicked = attention && scene.selected.size > 0;
  const age = ageOpacity(ageOf(scene.at, link.lastSeen), options.fadeHours);
  const color = linkColor(link, theme);
  const space = isPicked ? 1 : crowd;
  const width = linkWidth(link.count, 1 + (options.maxWidth - 1) * space);
  const strength = STRONGEST * age * space * (certainty[link.kind] ?? 1);
  const opacity = attention ? rounded(strength * (0.7 + 0.3 * usage(link.count))) : BACKGROUND;
  const dash = dashes[link.kind] ?? 'solid';
  const key = `${opacity}|${color}|${width}|${dash}`;
  return { color, width, opacity, dash, key, order: opacity * 1e6 + numberOf(key) };
}

export interface LookInputs {
  readonly scene: Scene;
  readonly options: LinksOptions;
  readonly theme: GrafanaTheme2;
}

/** Whether a link belongs to a selected node, or nothing is selected. */
function isNear({ from, to }: MapLink, { selected }: Scene): boolean {
  return selected.size === 0 || selected.has(from) || selected.has(to);
}
