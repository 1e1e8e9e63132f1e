import { Config } from '@meshtastic/protobufs';
import type { AirtimeMeter } from './airtime.js';
import { airtimeMs } from './airtime.js';
import type { SimNode } from './node.js';
import type { Random } from './prng.js';
import type { Radio, Signal } from './radio.js';

const Role = Config.Config_DeviceConfig_Role;

/** The first copy of a packet that a node decoded. */
export interface Reception extends Signal {
  readonly at: number;
  readonly node: SimNode;
  /** The node that transmitted this copy. */
  readonly relay: SimNode;
  /** Remaining hops when it arrived. */
  readonly hopLimit: number;
}

/** Receptions by node index, in the order they happened; the origin and nodes that received nothing have none. */
export type Coverage = ReadonlyMap<number, Reception>;

export interface Transmission {
  readonly origin: SimNode;
  readonly at: number;
  readonly hopLimit: number;
  /** Size of the encrypted Data. */
  readonly dataBytes: number;
  /** Node number of the receiver: it does not relay what is for itself. */
  readonly to: number;
}

export interface Flood {
  /** Sends a packet through the mesh; returns the receptions. */
  readonly transmit: (transmission: Transmission) => Coverage;
}

/** Things run with rebroadcast mode NONE, which firmware allows them; muted and hidden clients do not relay either. */
const QUIET_ROLES: readonly number[] = [
  Role.CLIENT_MUTE,
  Role.CLIENT_HIDDEN,
  Role.TRACKER,
  Role.TAK_TRACKER,
  Role.SENSOR,
];

function relaysOthers(node: SimNode): boolean {
  return !QUIET_ROLES.includes(node.spec.role);
}

/** Half-duplex radios and collisions lose this share of what would be strong enough. */
const LOSS = 0.03;

interface Sending {
  readonly node: SimNode;
  readonly at: number;
  readonly hopLimit: number;
}

/** One packet on its way through the mesh. */
interface Flight {
  readonly origin: SimNode;
  readonly to: number;
  readonly airtime: number;
  readonly coverage: Map<number, Reception>;
  /** Transmissions planned but not made. */
  readonly pending: Sending[];
}

const isRouter = (node: SimNode): boolean => node.spec.role === Role.ROUTER;
const isLate = (node: SimNode): boolean => node.spec.role === Role.ROUTER_LATE;

/**
 * Managed flooding, simplified from the firmware: routers relay first; clients wait the longer the better they heard
 * (distant ones relay first) and cancel when another node was faster; late routers relay last but always.
 */
function relayDelayMs(node: SimNode, snr: number, random: Random): number {
  if (isRouter(node)) return random.between(20, 200);
  if (isLate(node)) return random.between(2500, 4000);
  return 300 + 60 * Math.max(0, snr + 18) + random.between(0, 400);
}

/** Takes the earliest sending out of the list: a handful of entries, so a scan beats a heap. */
function takeEarliest(pending: Sending[]): Sending | undefined {
  let best = 0;
  for (let i = 1; i < pending.length; i += 1) {
    if ((pending[i]?.at ?? Infinity) < (pending[best]?.at ?? Infinity)) best = i;
  }
  return pending.splice(best, 1)[0];
}

export function createFlood(parts: { radio: Radio; meter: AirtimeMeter; random: Random }): Flood {
  const { radio, meter, random } = parts;

  /** Handles a second copy: firmware counts it, and a client cancels its own relay. */
  function receiveDuplicate(node: SimNode, pending: Sending[]): void {
    node.counters.duplicates += 1;
    if (isRouter(node) || isLate(node)) return;
    const planned = pending.findIndex((sending) => sending.node === node);
    if (planned < 0) return;
    pending.splice(planned, 1);
    node.counters.relaysCanceled += 1;
  }

  function receive(node: SimNode, sending: Sending, flight: Flight): void {
    const strength = radio.receive(sending.node, node, sending.at);
    if (strength === undefined) return;
    meter.heard(node.index, sending.at, flight.airtime);
    if (random.chance(LOSS)) {
      node.counters.receivedBad += 1;
      return;
    }
    node.counters.received += 1;
    if (node === flight.origin || flight.coverage.has(node.index)) {
      receiveDuplicate(node, flight.pending);
      return;
    }
    const at = sending.at + flight.airtime;
    const { snr, rssi } = radio.reading(node, strength); // named one by one: a spread costs ten times as much, and this runs a million times
    const { node: relay, hopLimit } = sending;
    flight.coverage.set(node.index, { snr, rssi, at, node, relay, hopLimit });
    if (hopLimit === 0 || node.num === flight.to || !relaysOthers(node)) return;
    const relayAt = at + relayDelayMs(node, snr, random);
    flight.pending.push({ node, at: relayAt, hopLimit: hopLimit - 1 });
  }

  function transmit({ origin, at, hopLimit, dataBytes, to }: Transmission): Coverage {
    const coverage = new Map<number, Reception>();
    const pending: Sending[] = [{ node: origin, at, hopLimit }];
    const flight: Flight = { origin, to, coverage, pending, airtime: airtimeMs(dataBytes) };
    for (let sending = takeEarliest(pending); sending !== undefined; sending = takeEarliest(pending)) {
      const sender = sending.node;
      sender.counters.sent += 1;
      if (sender !== origin) sender.counters.relayed += 1;
      meter.sent(sender.index, sending.at, flight.airtime);
      for (const node of radio.audience(sender)) if (node.alive) receive(node, sending, flight);
    }
    return coverage;
  }

  return { transmit };
}

/** The route of a copy: every node that decoded it after the origin, with its SNR, ending in the reception itself. */
export function pathOf(reception: Reception, coverage: Coverage): Reception[] {
  const path: Reception[] = [reception];
  for (let step = coverage.get(reception.relay.index); step !== undefined; step = coverage.get(step.relay.index))
    path.unshift(step);
  return path;
}
