import { expect, it } from '@jest/globals';
import { hintsOf, type Described } from '../../../../../src/store/sqlite/read/frames/hints.js';

const USUAL = 8;
const node = (more: Partial<Described> = {}): Described => ({
  ...{ role: 'CLIENT', hopLimit: 3, neighbors: 8, altitude: 300, altitudeAround: 300 },
  ...{ positionEveryMs: 900_000, telemetryEveryMs: 1_800_000 },
  ...more,
});

it('a node with usual settings gets no hint', () => {
  expect(hintsOf(node(), USUAL)).toEqual([]);
  expect(hintsOf(node({ role: 'ROUTER' }), USUAL)).toEqual([]);
  expect(hintsOf(node({ neighbors: 1, altitude: 0 }), USUAL)).toEqual([]);
});

it.each<[string, Partial<Described>, string]>([
  [
    'a router in a valley',
    { role: 'ROUTER', altitude: 240 },
    'A router 60 m below its neighbors: as a client it would disturb less',
  ],
  [
    'a router that hears few',
    { role: 'ROUTER_LATE', neighbors: 3 },
    'A router with 3 neighbors, where 8 are usual: as a client it would disturb less',
  ],
  ['a high hop limit', { hopLimit: 7 }, 'Hop limit 7: 3 is enough for most meshes'],
  ['frequent positions', { positionEveryMs: 40_000 }, 'Sends its position every 40 s: every 15 minutes is enough'],
  ['frequent telemetry', { telemetryEveryMs: 30_000 }, 'Sends telemetry every 30 s: every 30 minutes is enough'],
])('%s gets a hint', (_what, more, hint) => {
  expect(hintsOf(node(more), USUAL)).toEqual([hint]);
});

it('a tracker may say often where it is', () => {
  expect(hintsOf(node({ role: 'TRACKER', positionEveryMs: 30_000 }), USUAL)).toEqual([]);
});
