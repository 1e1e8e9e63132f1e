import type { GrafanaTheme2 } from '@grafana/data';
import type { MapLink } from '../../frames/model';
import { ageOf, ageOpacity } from '../../scene/age';
import type { Scene } from '../../scene/scene';
import { linkColor } from '../../scene/signal';
import type { LinksOptions } from '../../types';

export interface LinkLook {
  readonly color: string;
  readonly width: number;
  readonly opacity: number;
  readonly dash: 'solid' | 'dashed' | 'dotted';
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

/** 0 for a link without a packet, 1 from a thousand on. */
const usage = (count: number | undefined) =>
  count === undefined ? 0.3 : Math.min(1, Math.log10(1 + Math.max(0, count)) / 3);

/** One packet is a hair, a thousand are as wide as it gets; in half pixels, so that styles can be shared. */
export const linkWidth = (count: number | undefined, maxWidth: number) =>
  Math.round((1 + (maxWidth - 1) * usage(count)) * 2) / 2;

const dashes: Readonly<Record<string, LinkLook['dash']>> = { traceroute: 'dashed', relay: 'dotted' };

/** Outside the attention: links of other nodes than the picked ones. */
const BACKGROUND = 0.1;
const STRONGEST = 0.85;
/** What was measured stands before what was concluded. */
const certainty: Readonly<Record<string, number>> = { neighbor: 0.9, traceroute: 0.8, relay: 0.6 };
/** So many links can be told apart at full strength. */
const UNCROWDED = 120;

/** Hundreds of lines at full strength hide the map: the more there are, the more each of them steps back. */
export const crowdFactor = (count: number) => Math.min(1, Math.max(0.4, Math.sqrt(UNCROWDED / Math.max(1, count))));

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

/** With nothing picked every link matters; else those of the picked nodes. */
function isNear({ from, to }: MapLink, { selected }: Scene): boolean {
  return selected.size === 0 || selected.has(from) || selected.has(to);
}

export function visibleLinks({ scene, options }: LookInputs): MapLink[] {
  const { selected, hiddenKinds, mesh } = scene;
  const isWanted = ({ kind, from, to }: MapLink) => {
    if (hiddenKinds.has(kind) || (options.kinds.length > 0 && !options.kinds.some((wanted) => kind.includes(wanted)))) {
      return false;
    }
    return options.focus === 'all' || selected.has(from) || selected.has(to);
  };
  return mesh.links.filter(isWanted);
}
