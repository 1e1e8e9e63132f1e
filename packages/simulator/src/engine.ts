import { type AirtimeMeter, createAirtimeMeter } from './airtime.js';
import { readBattery } from './battery.js';
import { type ChannelCipher, createChannelCipher } from './channel-cipher.js';
import { FOREIGN, PKI_CHANNEL, PRIMARY, PUBLISHED_CHANNELS } from './channels.js';
import { createFleet, improveAntennas } from './fleet.js';
import { createFlood, type Flood } from './flood.js';
import { createGateway, type Gateway, type Publication } from './gateway.js';
import { createNeighborhood, type Neighborhood } from './neighborhood.js';
import type { SimNode } from './node.js';
import { BROADCAST_NUM, encodeData, type Outgoing, type SentPacket } from './packet.js';
import { createRandom, type Random } from './prng.js';
import { createRadio, type Radio } from './radio.js';
import type { Coordinates } from './region.js';
import { createScheduler, type Scheduler } from './scheduler.js';
import { planStory, startStory, type StoryPlan } from './story.js';
import { createTerrain, distanceKm, type Terrain } from './terrain.js';
import { TRAFFIC } from './traffic/index.js';
import { createWeather, type Weather } from './weather.js';
import { createWireClock, type WireClock } from './wire-clock.js';
import type { Sent, World } from './world.js';

/** The mesh in motion: every step moves the virtual clock to the next thing that happens. */
export interface Engine {
  readonly nodes: readonly SimNode[];
  readonly clock: WireClock;
  readonly story: StoryPlan;
  /** Time of the next step; undefined when nothing is left (it never is). */
  nextAt(): number | undefined;
  /** Takes one step; what gateways published in it, usually nothing or one message. */
  step(): { readonly at: number; readonly publications: readonly Publication[] };
}

export interface EngineOptions {
  readonly nodes: number;
  readonly seed: number;
  readonly beginAt: number;
  readonly historyEndAt: number;
}

/** The parts of the simulation before anything moves. */
interface Stage {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly clock: WireClock;
  readonly terrain: Terrain;
  readonly nodes: readonly SimNode[];
  readonly meter: AirtimeMeter;
  readonly radio: Radio;
  readonly flood: Flood;
  readonly neighborhood: Neighborhood;
  readonly weather: Weather;
}

function buildStage({ nodes: count, seed, beginAt, historyEndAt }: EngineOptions): Stage {
  const random = createRandom(seed);
  const terrain = createTerrain();
  const nodes = createFleet({ count, startAt: beginAt, terrain, random: random.fork('fleet') });
  const meter = createAirtimeMeter(count, beginAt);
  const radio = createRadio(nodes, terrain, random.fork('radio'));
  improveAntennas(nodes, radio);
  return {
    random,
    terrain,
    nodes,
    meter,
    radio,
    scheduler: createScheduler(beginAt),
    clock: createWireClock(historyEndAt),
    flood: createFlood({ radio, meter, random: random.fork('flood') }),
    neighborhood: createNeighborhood(nodes),
    weather: createWeather(random.fork('weather')),
  };
}

function buildGateways(stage: Stage, publish: (publication: Publication) => void): Gateway[] {
  const ciphers = new Map<string, ChannelCipher>(
    [...PUBLISHED_CHANNELS, FOREIGN].map((channel) => [channel.name, createChannelCipher(channel)]),
  );
  const names = new Map<number, SimNode>(stage.nodes.map((node) => [node.num, node]));
  return stage.nodes.flatMap((node) =>
    node.spec.gateway === undefined
      ? []
      : createGateway({
          node,
          traits: node.spec.gateway,
          ciphers,
          scheduler: stage.scheduler,
          wallOf: stage.clock.wallOf,
          publish,
          nameOf: (num) => names.get(num)?.longName ?? 'Unknown',
          random: stage.random.fork(`gateway ${String(node.num)}`),
        }),
  );
}

/** Firmware's packet ids: a counter in the low ten bits, random above (Router.cpp generatePacketId). */
function nextPacketId(node: SimNode, random: Random): number {
  node.packetCounter = (node.packetCounter + 1) & 0x3ff;
  return ((((random.uint32() & 0x1fffff) << 10) >>> 0) | node.packetCounter) >>> 0;
}

const NO_RECEPTIONS: SentPacket['coverage'] = new Map();

function createSender(stage: Stage, gateways: readonly Gateway[]): World['send'] {
  const ids = stage.random.fork('packet ids');
  const hosts = gateways.filter(({ node }) => node.spec.gateway?.host === true);

  function flood(message: Outgoing, to: number, hopStart: number, dataBytes: number): SentPacket['coverage'] {
    if ((message.medium ?? 'lora') !== 'lora') return NO_RECEPTIONS;
    const { from: origin } = message;
    const coverage = stage.flood.transmit({ origin, at: stage.scheduler.now, hopLimit: hopStart, dataBytes, to });
    stage.neighborhood.note(origin, hopStart, coverage);
    return coverage;
  }

  return (message: Outgoing): Sent | undefined => {
    const { from, payload } = message;
    if (!from.alive) return undefined;
    const to = message.to ?? BROADCAST_NUM;
    const hopStart = message.hopLimit ?? from.hopLimit;
    const channel = message.channel ?? PRIMARY.name;
    const data = channel === PKI_CHANNEL ? new Uint8Array() : encodeData(message, []);
    const dataBytes = channel === PKI_CHANNEL && typeof payload !== 'function' ? payload.length : data.length;
    const coverage = flood(message, to, hopStart, dataBytes);
    const packet: SentPacket = {
      id: nextPacketId(from, ids),
      message,
      to,
      channel,
      hopStart,
      data,
      sealed: {},
      coverage,
    };
    for (const gateway of gateways) {
      const reception = coverage.get(gateway.node.index);
      const own = gateway.node === from;
      const onLan = message.medium === 'lan' && hosts.includes(gateway);
      if (own || onLan || reception !== undefined) gateway.uplink(packet, reception);
    }
    return { id: packet.id, coverage };
  };
}

/** Rhythms drift by this share each time, so that nodes do not march in step. */
const JITTER = 0.08;

function createEvery(scheduler: Scheduler, random: Random): World['every'] {
  return (node, { firstWithinMs, everyMs }, action) => {
    const own = random.fork(`${String(node.index)} ${String(everyMs)}`);
    const next = (): void => {
      if (node.alive) action();
      scheduler.after(everyMs * own.between(1 - JITTER, 1 + JITTER), next);
    };
    scheduler.after(random.between(0, firstWithinMs), next);
  };
}

/** Links of a traveling node are computed anew after this far: terrain does not change faster. */
const SURVEY_STEP_KM = 0.4;

function buildWorld(stage: Stage, gateways: readonly Gateway[], options: EngineOptions): World {
  const { scheduler, clock, weather, terrain, radio, nodes } = stage;
  const surveyedAt = new Map<SimNode, Coordinates>();
  return {
    nodes,
    gateways,
    scheduler,
    weather,
    random: stage.random.fork('traffic'),
    meter: stage.meter,
    neighborhood: stage.neighborhood,
    beginAt: options.beginAt,
    historyEndAt: options.historyEndAt,
    send: createSender(stage, gateways),
    every: createEvery(scheduler, stage.random.fork('rhythm')),
    deviceSeconds: (node) => Math.floor((clock.wallOf(scheduler.now) + node.clockOffsetMs) / 1000),
    uptimeSeconds: (node) => Math.floor((scheduler.now - node.bootAt) / 1000),
    battery: (node) => readBattery(node.battery, scheduler.now, (at) => weather.sun(at, node.place)),
    move(node, latitude, longitude) {
      node.place = { latitude, longitude };
      node.altitudeMeters = Math.round(terrain.elevation(latitude, longitude));
      const surveyed = surveyedAt.get(node);
      if (surveyed !== undefined && distanceKm(surveyed, node.place) < SURVEY_STEP_KM) return;
      surveyedAt.set(node, node.place);
      radio.moved(node);
    },
  };
}

export function createEngine(options: EngineOptions): Engine {
  const stage = buildStage(options);
  const { scheduler } = stage;
  let publications: Publication[] = [];
  const gateways = buildGateways(stage, (publication) => publications.push(publication));
  const world = buildWorld(stage, gateways, options);
  const story = planStory(options.beginAt, options.historyEndAt);
  for (const start of TRAFFIC) start(world);
  startStory(world, story);
  return {
    nodes: stage.nodes,
    clock: stage.clock,
    story,
    nextAt: () => scheduler.nextAt(),
    step() {
      publications = [];
      scheduler.runNext();
      return { at: scheduler.now, publications };
    },
  };
}
