import type { NodeSpec } from '../node.js';
import type { Random } from '../prng.js';
import { CAST } from './cast.js';
import { GATEWAYS } from './gateways.js';
import { createResident } from './residents.js';
import { THINGS } from './things.js';

/** Below this a part of the story would be missing. */
export const MIN_NODES = GATEWAYS.length + CAST.length;

/** Gateways and cast always; then things and residents in turns, until the mesh has `count` nodes. */
export function drawRoster(count: number, random: Random): NodeSpec[] {
  const specs: NodeSpec[] = [...GATEWAYS, ...CAST];
  let things = 0;
  let residents = 0;
  while (specs.length < count) {
    const thing = things <= residents ? THINGS[things] : undefined;
    if (thing !== undefined) {
      specs.push(thing);
      things += 1;
    } else {
      specs.push(createResident(residents, random));
      residents += 1;
    }
  }
  return specs;
}
