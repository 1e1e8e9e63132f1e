import { Counter, Histogram, type Registry } from 'prom-client';
import { portNames } from '@mesh-observatory/contract/ports';
import type { NodeId } from '../../model.js';
import { createBoundedLabel } from './label-text.js';

/** One stored copy of a packet. */
export interface RecordedPacket {
  /** Meshtastic's name of the port; null = unknown. */
  readonly port: string | null;
  /** Decode status of a packet heard for the first time, `duplicate` for a further gateway's copy. */
  readonly outcome: string;
  /** Channel name as the gateway knows it. */
  readonly channel: string;
  /** The gateway that heard it. */
  readonly gateway?: NodeId;
  /** The sender used the id of another packet of the last hour. */
  readonly isIdReused?: boolean;
}

/** Records what happens in the pipeline and cannot be read later. Calls are cheap and do not throw. */
export interface PipelineMetrics {
  recordCommit(commit: { readonly seconds: number; readonly size: number }): void;
  /** From the receipt of a message to its publication to the outputs. */
  recordEndToEnd(seconds: number): void;
  recordPacket(packet: RecordedPacket): void;
}

const MAX_CHANNELS = 50;
const MAX_GATEWAYS = 1000;
const MAX_UNKNOWN_PORTS = 20;
const MAX_OUTCOMES = 20;
const SINCE_START = 'Since the collector started.';

const packetsTotal = {
  name: 'meshtastic_packets_total',
  help: `Copies of packets stored, by port and outcome (decode status, or duplicate for a further gateway's copy). ${SINCE_START}`,
  labelNames: ['port', 'outcome'],
} as const;
const gatewayReceptions = {
  name: 'meshtastic_gateway_receptions_total',
  help: `Copies of packets a gateway published; after ${MAX_GATEWAYS} gateways the rest is other. ${SINCE_START}`,
  labelNames: ['node_id'],
} as const;
const reusedIds = {
  name: 'meshtastic_packet_ids_reused_total',
  help: `Packets with the sender and id of another packet of the last hour, and other content. ${SINCE_START}`,
  labelNames: [],
} as const;
const undecryptablePackets = {
  name: 'meshobs_collector_undecryptable_packets_total',
  help: `Packets no configured key can decrypt, by channel name; after ${MAX_CHANNELS} names the rest is other. ${SINCE_START}`,
  labelNames: ['channel'],
} as const;
const commitDuration = {
  name: 'meshobs_collector_commit_duration_seconds',
  help: `How long a commit took, until it was durable. ${SINCE_START}`,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
};
const commitMessages = {
  name: 'meshobs_collector_commit_messages',
  help: `Messages per commit. ${SINCE_START}`,
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
};
const endToEndDuration = {
  name: 'meshobs_collector_end_to_end_seconds',
  help: `From the receipt of a message to its publication to the outputs. ${SINCE_START}`,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
};

/** Metrics of the recorder, for the documentation. */
export const recordedCounters = [packetsTotal, gatewayReceptions, reusedIds, undecryptablePackets];
export const recordedHistograms = [commitDuration, commitMessages, endToEndDuration];

/** Counters and histograms of one process; they start at 0 with it. */
export function createRecorder(registry: Registry): PipelineMetrics {
  const registers = [registry];
  const packets = new Counter({ ...packetsTotal, registers });
  const receptions = new Counter({ ...gatewayReceptions, registers });
  const reused = new Counter({ ...reusedIds, registers });
  const undecryptable = new Counter({ ...undecryptablePackets, registers });
  const commitSeconds = new Histogram({ ...commitDuration, registers });
  const commitSize = new Histogram({ ...commitMessages, registers });
  const endToEnd = new Histogram({ ...endToEndDuration, registers });
  const channelLabel = createBoundedLabel(MAX_CHANNELS);
  const gatewayLabel = createBoundedLabel(MAX_GATEWAYS);
  const portLabel = createBoundedLabel(MAX_UNKNOWN_PORTS, ['unknown', ...Object.values(portNames)]);
  const outcomeLabel = createBoundedLabel(MAX_OUTCOMES);

  return {
    recordCommit({ seconds, size }) {
      commitSeconds.observe(seconds);
      commitSize.observe(size);
    },
    recordEndToEnd: (seconds) => endToEnd.observe(seconds),
    recordPacket({ port, outcome, channel, gateway, isIdReused }) {
      packets.inc({ port: portLabel(port ?? 'unknown'), outcome: outcomeLabel(outcome) });
      if (gateway !== undefined) receptions.inc({ node_id: gatewayLabel(gateway) });
      if (isIdReused === true) reused.inc();
      if (outcome === 'undecryptable') undecryptable.inc({ channel: channelLabel(channel) });
    },
  };
}
