/** A small mesh whose nodes live by the calendar of the collector: hours pass within a moment, and each can fail. */
import type { CollectorProcess } from '../support/collector-process.js';
import { connectGateways } from '../support/gateways.js';
import {
  deviceMetrics,
  mapReport,
  nodeInfo,
  ROLE,
  text,
  unreadable,
  type DeviceMetrics,
  type Hearing,
  type MqttMessage,
} from '../support/meshtastic.js';

export interface NodeOptions {
  readonly num: number;
  readonly longName: string;
  readonly role?: number;
  /** Publishes what it hears, and is not heard by the other gateway unless it has an `snr`. */
  readonly gateway?: boolean;
  /** dB at the first gateway. */
  readonly snr?: number;
  readonly region?: number;
}

/** A node that a test can change. */
export interface SimulatedNode {
  readonly num: number;
  readonly longName: string;
  /** Transmits and is received. */
  alive: boolean;
  /** Gateways: connected to the broker. */
  publishing: boolean;
  snr: number;
  publicKey: Uint8Array;
  metrics: Omit<DeviceMetrics, 'uptimeSeconds'>;
  reboot(): void;
}

export interface Mesh {
  readonly nodes: Readonly<Record<string, SimulatedNode>>;
  /** Every living node says its share every quarter of an hour. */
  live(hours: number, each?: (quarter: number) => readonly MqttMessage[]): Promise<void>;
  /** Packets on another channel that nobody here can read, heard by the first gateway. */
  unreadable(channel: string, count: number): MqttMessage[];
  /** Long talks of the first gateway. */
  talk(count: number): MqttMessage[];
  close(): Promise<void>;
}

const QUARTER_SECONDS = 15 * 60;

type State = SimulatedNode & { readonly options: NodeOptions; bootAt: number };

function createNode(options: NodeOptions, now: number): State {
  const state: State = {
    options,
    num: options.num,
    longName: options.longName,
    alive: true,
    publishing: options.gateway === true,
    snr: options.snr ?? 6,
    publicKey: new Uint8Array(32).fill(options.num & 0xff),
    metrics: { battery: 90, channelUtilization: 5, airUtilTx: 0.4 },
    bootAt: now - 7 * 24 * 3_600_000,
    reboot: () => (state.bootAt = -1),
  };
  return state;
}

export async function createMesh<Name extends string>(
  collector: CollectorProcess,
  options: Readonly<Record<Name, NodeOptions>>,
): Promise<Mesh & { readonly nodes: Readonly<Record<Name, SimulatedNode>> }> {
  const broker = await connectGateways(collector.brokerPort);
  const entries = Object.entries<NodeOptions>(options).map(
    ([name, node]) => [name, createNode(node, collector.clock.now())] as const,
  );
  const states = entries.map(([, state]) => state);
  const gateways = states.filter(({ options: { gateway } }) => gateway === true);

  /** By the first gateway that is connected; a gateway speaks for itself where it can. */
  function hearingOf(node: State): Hearing | undefined {
    if (node.publishing) return { from: node.num, gateway: node.num };
    const gateway = gateways.find(({ num, alive, publishing }) => num !== node.num && alive && publishing);
    return gateway === undefined ? undefined : { from: node.num, gateway: gateway.num, snr: node.snr };
  }

  function sayings(node: State): MqttMessage[] {
    const hearing = node.alive ? hearingOf(node) : undefined;
    if (hearing === undefined) return [];
    if (node.bootAt < 0) node.bootAt = collector.clock.now() - 60_000;
    const { longName, role = ROLE.client, region } = node.options;
    const user = { longName, role, publicKey: node.publicKey };
    return [
      nodeInfo(hearing, user),
      deviceMetrics(hearing, {
        ...node.metrics,
        uptimeSeconds: Math.round((collector.clock.now() - node.bootAt) / 1000),
      }),
      ...(region === undefined || !node.publishing ? [] : [mapReport(node.num, user, region)]),
    ];
  }

  return {
    nodes: Object.fromEntries(entries) as unknown as Readonly<Record<Name, SimulatedNode>>,
    async live(hours, each = () => []) {
      for (let quarter = 0; quarter < hours * 4; quarter += 1) {
        collector.clock.pass(QUARTER_SECONDS);
        await broker.publish([...states.flatMap(sayings), ...each(quarter)]);
      }
    },
    unreadable: (channel, count) =>
      Array.from({ length: count }, (_, index) =>
        unreadable({ from: 0xbad00000 + index, gateway: gateways[0]!.num, channel, snr: 3 }),
      ),
    talk: (count) =>
      Array.from({ length: count }, (_, index) =>
        text({ from: gateways[0]!.num, gateway: gateways[0]!.num }, `${String(index)} ${'and so on '.repeat(15)}`),
      ),
    close: () => broker.close(),
  };
}
