import type { NodeId } from '@mesh-observatory/contract/node-id';
import type { BatteryState, PowerSource } from './battery.js';
import type { Coordinates, ROUTES } from './region.js';

/** Role of a node in the story of the demo; `story.ts` has the story. */
export type Story =
  | 'silent' // falls silent halfway through the history, for good
  | 'floods' // a misconfigured tracker: hundreds of packets in a minute, now and then
  | 'reboots'
  | 'renamed' // reset to factory defaults: another name and another key
  | 'nearly-dead' // battery at a few percent
  | 'wrong-clock' // stamps its telemetry years ahead
  | 'coarse-position' // 13 bits: a cell of 5.8 km
  | 'offline-gateway'; // loses its internet for 20 minutes

/**
 * - `vendor`: one of several devices whose seller flashed them with a ready-made key;
 * - `test`: a pattern that was typed in for a test and left there.
 */
export type KeyFault = 'vendor' | 'test';

/** Place of the antenna: decides height, losses and gain. */
export type Mount = 'hilltop' | 'roof' | 'balcony' | 'window' | 'indoor' | 'garden' | 'vehicle' | 'pocket';

export type Sensor =
  'climate' | 'gas' | 'weather' | 'soil' | 'water-level' | 'particles' | 'co2' | 'power' | 'detection' | 'paxcounter';

/** A moving node's way; it turns round at both ends. */
export interface Journey {
  readonly route: keyof typeof ROUTES;
  readonly kmPerHour: number;
  readonly reportEverySeconds: number;
}

export interface GatewayTraits {
  /** Uplinks packets as heard; false = decoded. */
  readonly encryption: boolean;
  /** Publishes firmware JSON beside the protobuf. */
  readonly json: boolean;
  /** Names of the channels it has a key for, in its own order. */
  readonly channels: readonly string[];
  /** Seconds its clock is ahead. */
  readonly clockSkewSeconds: number;
  /** Linux host: sends host metrics, joins the LAN's UDP mesh. */
  readonly host: boolean;
}

/** Description of a node, before it has a place. */
export interface NodeSpec {
  readonly longName: string;
  /** At most 4 bytes of UTF-8. */
  readonly shortName: string;
  readonly role: number;
  readonly hwModel: number;
  readonly firmware: string;
  readonly mount: Mount;
  readonly power: PowerSource;
  /** A hill, or a street and how far along it (0–1), or a journey. */
  readonly site: { readonly hill: string } | { readonly street: string; readonly at: number } | Journey;
  /** 0 = sends no position. */
  readonly precisionBits: number;
  readonly hopLimit?: number;
  readonly okToMqtt?: boolean;
  readonly unmessagable?: boolean;
  readonly sensors?: readonly Sensor[];
  readonly story?: Story;
  /** Fault of its public key; default: none. */
  readonly key?: KeyFault;
  /** A name it takes later that is another's, but for the spelling. */
  readonly posesAs?: string;
  readonly gateway?: GatewayTraits;
}

/** Counters as firmware keeps them: since boot. */
export interface RadioCounters {
  sent: number;
  received: number;
  receivedBad: number;
  duplicates: number;
  relayed: number;
  relaysCanceled: number;
}

export interface Antenna {
  /** Above ground. */
  readonly meters: number;
  /** dB lost in walls and between houses. */
  readonly clutterDb: number;
  readonly gainDb: number;
}

/** A node of the running simulation. */
export interface SimNode {
  readonly index: number;
  readonly num: number;
  /** `!` and eight hex digits of `num`. */
  readonly id: NodeId;
  readonly spec: NodeSpec;
  publicKey: Uint8Array;
  readonly hopLimit: number;
  readonly battery: BatteryState;
  readonly counters: RadioCounters;
  longName: string;
  antenna: Antenna;
  place: Coordinates;
  /** Antenna's ground, meters above sea level. */
  altitudeMeters: number;
  /** Unix milliseconds of the last start. */
  bootAt: number;
  /** Milliseconds its own clock is ahead. */
  clockOffsetMs: number;
  alive: boolean;
  /** Low ten bits of the last packet id. */
  packetCounter: number;
}

/** Last byte of a node number as it stands in `relay_node`; 0 means "unknown", so 0xff replaces it (firmware). */
export function relayByte(num: number): number {
  return num & 0xff || 0xff;
}

export function isMobile(node: SimNode): boolean {
  return 'route' in node.spec.site;
}
