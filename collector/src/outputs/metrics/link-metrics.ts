import type { MeshRadio } from '@mesh-observatory/contract/mesh-radio';
import type { Link } from '@mesh-observatory/contract/resources';
import { presenceNumbers } from '@mesh-observatory/contract/presence';
import { secondsOf, single, type MetricSpec } from './metric-spec.js';
import type { ScrapedGateway } from './scrape.js';

interface LinkMetricOptions {
  readonly type?: MetricSpec['type'];
  /** Time of the value, which is not exported once it has expired. Default: when the link was seen. */
  readonly measuredAt?: (link: Link) => number | null;
}

const snrAt = (link: Link) => link.snrAt;

/** A metric with one value per exported link (who heard whom). */
function perLink(
  name: string,
  help: string,
  read: (link: Link, radio: MeshRadio) => number | null,
  { type = 'gauge', measuredAt = ({ lastSeen }) => lastSeen }: LinkMetricOptions = {},
): MetricSpec {
  return {
    name: `meshtastic_link_${name}`,
    help,
    type,
    labels: ['from_id', 'to_id', 'kind'],
    *collect({ links, earliest, radio }) {
      for (const link of links) {
        if ((measuredAt(link) ?? 0) < earliest) continue;
        const value = read(link, radio);
        if (value === null || !Number.isFinite(value)) continue;
        yield { labels: { from_id: link.fromId, to_id: link.toId, kind: link.kind }, value };
      }
    },
  };
}

/** A metric with one value per gateway that published recently. */
function perGateway(name: string, help: string, read: (gateway: ScrapedGateway) => number | null): MetricSpec {
  return {
    name: `meshtastic_gateway_${name}`,
    help,
    type: 'gauge',
    labels: ['node_id'],
    *collect({ exportedGateways }) {
      for (const gateway of exportedGateways) {
        const value = read(gateway);
        if (value !== null) yield { labels: { node_id: gateway.gatewayId }, value };
      }
    },
  };
}

export const linkMetrics: readonly MetricSpec[] = [
  perLink('snr_decibels', 'Newest signal-to-noise ratio of from_id as heard by to_id.', (link) => link.snr, {
    measuredAt: snrAt,
  }),
  perLink(
    'margin_decibels',
    'Newest signal-to-noise ratio of from_id as heard by to_id, above the decoding limit of the modem preset.',
    ({ kind, snr, fromId, toId }, radio) => (kind === 'internet' ? null : radio.marginDb(snr, toId, fromId)),
    { measuredAt: snrAt },
  ),
  perLink('rssi_dbm', 'Newest signal strength of from_id as heard by to_id.', (link) => link.rssi, {
    measuredAt: snrAt,
  }),
  perLink('last_seen_timestamp_seconds', 'When the link was last seen, by the clock of the collector.', (link) =>
    secondsOf(link.lastSeen),
  ),
  perLink('observations_total', 'Observations of the link since it was first seen.', (link) => link.count, {
    type: 'counter',
  }),
  single(
    'gauge',
    'meshtastic_links',
    'Links seen recently.',
    ({ links, linksNotExported }) => links.length + linksNotExported,
  ),
  single(
    'gauge',
    'meshtastic_links_not_exported',
    'Recently seen links without a series because there are too many; REST has them all.',
    ({ linksNotExported }) => linksNotExported,
  ),
];

export const gatewayMetrics: readonly MetricSpec[] = [
  perGateway(
    'online',
    '1 = online or late, 0 = silent. Absent while the gateway has published nothing since the start.',
    (gateway) => (gateway.state === 'unknown' ? null : Number(gateway.online)),
  ),
  perGateway(
    'state',
    '2 = online, 1 = late, 0 = silent by its own rhythm, -1 = nothing published since the start.',
    (gateway) => presenceNumbers[gateway.state],
  ),
  perGateway(
    'last_seen_timestamp_seconds',
    'When the gateway last published, by the clock of the collector.',
    (gateway) => secondsOf(gateway.lastSeen),
  ),
  perGateway(
    'clock_offset_seconds',
    'Clock of the gateway minus the clock of the collector: negative = behind. Missing while too few packets tell.',
    (gateway) => gateway.clockOffsetSeconds,
  ),
  single(
    'gauge',
    'meshtastic_mesh_state',
    'The whole mesh: 2 = online, 1 = late, 0 = silent by its own rhythm, -1 = nothing heard since the start.',
    ({ mesh }) => presenceNumbers[mesh.state],
  ),
  single(
    'gauge',
    'meshtastic_mesh_silent_seconds',
    'Time since anything came from the mesh while that is unusually long for this mesh, else 0.',
    ({ mesh }) => (mesh.state === 'silent' ? mesh.quietMs / 1000 : 0),
  ),
  single('gauge', 'meshtastic_gateways', 'Gateways known, silent ones included.', ({ gateways }) => gateways.length),
  single(
    'gauge',
    'meshtastic_gateways_online',
    'Gateways that are online or late.',
    ({ gateways }) => gateways.filter(({ online }) => online).length,
  ),
];
