import type { AirtimeMeter } from './airtime.js';
import type { BatteryReading } from './battery.js';
import type { Coverage } from './flood.js';
import type { Gateway } from './gateway.js';
import type { SimNode } from './node.js';
import type { Outgoing } from './packet.js';
import type { Random } from './prng.js';
import type { Scheduler } from './scheduler.js';
import type { Weather } from './weather.js';
import type { Neighborhood } from './neighborhood.js';

/** A packet that went out. */
export interface Sent {
  readonly id: number;
  readonly coverage: Coverage;
}

export interface Rhythm {
  /** The first time comes within this long after the start. */
  readonly firstWithinMs: number;
  readonly everyMs: number;
}

/** Everything the traffic needs: the nodes, the time, the weather, and a way to send. */
export interface World {
  readonly nodes: readonly SimNode[];
  readonly gateways: readonly Gateway[];
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly meter: AirtimeMeter;
  readonly neighborhood: Neighborhood;
  /** Start of the simulation and end of its history, virtual Unix milliseconds. */
  readonly beginAt: number;
  readonly historyEndAt: number;
  /** Sends now. Undefined when the node is switched off. */
  send(message: Outgoing): Sent | undefined;
  /** Repeats `action` for as long as the simulation runs, skipping times when the node is off. */
  every(node: SimNode, rhythm: Rhythm, action: () => void): void;
  /** Time by the node's own clock, in Unix seconds. */
  deviceSeconds(node: SimNode): number;
  uptimeSeconds(node: SimNode): number;
  battery(node: SimNode): BatteryReading;
  /** Updates the radio links after a node moved. */
  move(node: SimNode, latitude: number, longitude: number): void;
}

/** A kind of traffic: plans its first actions. */
export type Traffic = (world: World) => void;
