import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { shortPortNames, stackedBars } from '../panels/timeSeries.js';
import type { TrafficGroup } from '@mesh-observatory/contract/traffic';

type Unit = 'packets_per_minute' | 'bytes_per_second' | 'airtime';

const queryOf = (trafficBy: TrafficGroup, trafficUnit: Unit, limit: number) => ({
  queryType: 'traffic' as const,
  trafficBy,
  trafficUnit,
  ...(trafficBy === 'node' || trafficBy === 'gateway' ? { legend: '{{longName}}' } : {}),
  ...narrowed,
  limit,
});

const unitOf = { packets_per_minute: 'suffix: /min', bytes_per_second: 'Bps', airtime: 'percentunit' } as const;

function graph(id: number, title: string, description: string, by: TrafficGroup, of: Unit, limit = 10) {
  return withMeshQueries(stackedBars(), {
    id,
    title,
    description,
    queries: [queryOf(by, of, limit)],
    unit: unitOf[of],
    ...(by === 'port' ? { transformations: [shortPortNames] } : {}),
  });
}

export const byPort = () =>
  graph(
    10,
    'Packets per minute, by port',
    'Traffic by port. Packets that could not be decrypted are unknown.',
    'port',
    'packets_per_minute',
  );

export const bytesByPort = () =>
  graph(
    11,
    'Bytes per second, by port',
    'The same by size, which is what costs airtime: one traceroute weighs more than a position.',
    'port',
    'bytes_per_second',
  );

export const byChannel = () =>
  graph(
    12,
    'Packets per minute, by channel',
    'Traffic by channel. PKI is direct messages encrypted for one node.',
    'channel',
    'packets_per_minute',
  );

export const bytesByChannel = () =>
  graph(
    13,
    'Bytes per second, by channel',
    'The same by size, which is what costs airtime.',
    'channel',
    'bytes_per_second',
  );

export const byNode = () =>
  graph(
    20,
    'Airtime, by node',
    'Share of the time that the packets of a node occupy the channel, without relays: the ten nodes that use most, and all others together. A node that stands out sends too often: look at its intervals.',
    'node',
    'airtime',
  );

export const byGateway = () =>
  graph(
    21,
    'Receptions per minute, by gateway',
    'Packets that each gateway received and published.',
    'gateway',
    'packets_per_minute',
  );

export const byOutcome = () =>
  graph(
    22,
    'Packets per minute, by decoding',
    'Packets by decode status: decrypted with a channel key, already plain, encrypted for one node (pki), without a fitting key, or further copies.',
    'outcome',
    'packets_per_minute',
  );
