import { HOUR_MS } from '@mesh-observatory/contract/time';
import { Config, Mesh } from '@meshtastic/protobufs';
import type { NodeId } from '@mesh-observatory/contract/node-id';
import { MODEM_PRESET, PUBLISHED_CHANNELS, REGION_CODE, ROOT_TOPIC, type SimChannel } from './channels.js';
import { createEngine, type Engine } from './engine.js';
import { type LiveRun, type Publish, startLive } from './live.js';
import { isMobile, type SimNode, type Story } from './node.js';
import { BOUNDS, CENTER, REGION_NAME } from './region.js';
import { MIN_NODES } from './roster/index.js';
import type { StoryPlan } from './story.js';

export interface SimulationOptions {
  /** Size of the mesh, 12–500. Default 60. */
  readonly nodes?: number;
  /** Virtual seconds per real second of the live run, 0.1–3600. Default 1; 60 = an hour a minute. */
  readonly speed?: number;
  /** Same seed, same bytes. Default 1. */
  readonly seed?: number;
  /** Length of the past, 0–168 hours. Default 6. */
  readonly historyHours?: number;
  /** End of the history and start of live traffic, Unix milliseconds. */
  readonly startAt: number;
}

/** One MQTT message of the past, as a collector would have received it. */
export interface SimulatedMessage {
  readonly broker: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0;
  readonly retained: false;
  readonly redelivered: false;
  /** Unix milliseconds. */
  readonly receivedAt: number;
}

export interface DescribedNode {
  readonly num: number;
  readonly id: NodeId;
  readonly longName: string;
  readonly shortName: string;
  /** `ROUTER`, `CLIENT_MUTE` … */
  readonly role: string;
  /** `HELTEC_V3` … */
  readonly hwModel: string;
  readonly firmware: string;
  /** Its true position now, degrees and meters; the published one is coarsened to `precisionBits`. */
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number;
  /** 0 = publishes no position. */
  readonly precisionBits: number;
  readonly mobile: boolean;
  /** Its part in the story, if any. */
  readonly story: Story | null;
}

export interface DescribedGateway {
  readonly num: number;
  readonly id: NodeId;
  readonly encryption: boolean;
  readonly json: boolean;
  readonly channels: readonly string[];
}

export interface SimulationDescription {
  readonly name: string;
  readonly region: string;
  /** LoRa region and modem preset, Meshtastic's names. */
  readonly regionCode: string;
  readonly modemPreset: string;
  /** Root of every topic; subscribe to `<rootTopic>/#`. */
  readonly rootTopic: string;
  readonly center: { readonly latitude: number; readonly longitude: number };
  readonly bounds: { readonly south: number; readonly west: number; readonly north: number; readonly east: number };
  readonly nodes: readonly DescribedNode[];
  readonly gateways: readonly DescribedGateway[];
  /** Names and base64 PSKs to configure. One more channel exists, without a published key. */
  readonly channels: readonly SimChannel[];
  /** Times of the one-time parts of the story, Unix milliseconds. */
  readonly story: StoryPlan;
}

export interface Simulation {
  /** The past in time order, made as it is read. May be read once; reading on continues where it was left. */
  history(): Generator<SimulatedMessage, void, undefined>;
  /** Continues live at the end of the history (unread history is skipped). May be called once; throws Error after that. */
  run(publish: Publish, now: () => number): LiveRun;
  describe(): SimulationDescription;
}

/** Name of the "broker" that history messages carry. */
export const SIMULATION_BROKER = 'simulation';

function inRange(name: string, value: number, min: number, max: number, whole: boolean): number {
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new RangeError(
    `simulation: ${name} is ${String(value)}, but must be ${kind} from ${String(min)} to ${String(max)}`,
  );
}

function describeNode(node: SimNode): DescribedNode {
  const { spec, place, num, id } = node;
  return {
    num,
    id,
    longName: node.longName,
    shortName: spec.shortName,
    role: Config.Config_DeviceConfig_Role[spec.role] ?? String(spec.role),
    hwModel: Mesh.HardwareModel[spec.hwModel] ?? String(spec.hwModel),
    firmware: spec.firmware,
    latitude: place.latitude,
    longitude: place.longitude,
    altitude: node.altitudeMeters,
    precisionBits: spec.precisionBits,
    mobile: isMobile(node),
    story: spec.story ?? null,
  };
}

function describeGateways(nodes: readonly SimNode[]): DescribedGateway[] {
  return nodes.flatMap(({ num, id, spec: { gateway } }) => {
    if (gateway === undefined) return [];
    const { encryption, json, channels } = gateway;
    return { num, id, encryption, json, channels };
  });
}

function* readHistory(engine: Engine, until: number): Generator<SimulatedMessage, void, undefined> {
  while ((engine.nextAt() ?? Infinity) <= until) {
    const { at, publications } = engine.step();
    for (const { topic, payload } of publications) {
      const receivedAt = Math.round(at);
      yield { broker: SIMULATION_BROKER, topic, payload, qos: 0, retained: false, redelivered: false, receivedAt };
    }
  }
}

/**
 * A simulated Meshtastic mesh around Freiburg: real ServiceEnvelopes on real topics, every name marked as simulated.
 * Deterministic: nothing inside looks at the clock of the machine. Throws RangeError for options out of range.
 */
export function createSimulation(options: SimulationOptions): Simulation {
  const nodes = inRange('nodes', options.nodes ?? 60, MIN_NODES, 500, true);
  const speed = inRange('speed', options.speed ?? 1, 0.1, 3600, false);
  const seed = inRange('seed', options.seed ?? 1, 0, 0xffffffff, true);
  const historyHours = inRange('historyHours', options.historyHours ?? 6, 0, 168, false);
  const { startAt } = options;
  const engine = createEngine({ nodes, seed, beginAt: startAt - historyHours * HOUR_MS, historyEndAt: startAt });
  let running = false;

  return {
    history: () => readHistory(engine, startAt),
    run(publish, now) {
      if (running) throw new Error('this simulation is running already; create another one to run twice');
      running = true;
      while ((engine.nextAt() ?? Infinity) <= startAt) engine.step();
      return startLive({ engine, publish, now, speed, from: startAt });
    },
    describe: () => ({
      name: 'Breisgau Mesh (simulated)',
      region: REGION_NAME,
      regionCode: REGION_CODE,
      modemPreset: MODEM_PRESET,
      rootTopic: ROOT_TOPIC,
      center: CENTER,
      bounds: BOUNDS,
      nodes: engine.nodes.map(describeNode),
      gateways: describeGateways(engine.nodes),
      channels: PUBLISHED_CHANNELS,
      story: engine.story,
    }),
  };
}
