import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import type { Gateway } from './gateway.js';
import type { SimNode, Story } from './node.js';
import { announce } from './traffic/node-info.js';
import { sendDeviceMetrics } from './traffic/device-telemetry.js';
import { sendPosition } from './traffic/position.js';
import type { World } from './world.js';
import { offset } from './terrain.js';
import { NAME_MARK } from './fleet.js';

/** Moments of the story, virtual Unix milliseconds. */
export interface StoryPlan {
  readonly silentFrom: number;
  readonly renamedAt: number;
  readonly posesAt: number;
  readonly offlineFrom: number;
  readonly offlineUntil: number;
}

const BURST_PACKETS = 400;
const BURST_MS = 55 * SECOND_MS;
const NEW_NAME = 'Balkon Süd';

/** Without a history the story unfolds over the first hours of the live run. */
export function planStory(beginAt: number, historyEndAt: number): StoryPlan {
  const span = historyEndAt > beginAt ? historyEndAt - beginAt : 6 * HOUR_MS;
  const offlineFrom = beginAt + 0.6 * span;
  return {
    silentFrom: beginAt + 0.5 * span,
    renamedAt: beginAt + 0.35 * span,
    posesAt: beginAt + 0.7 * span,
    offlineFrom,
    offlineUntil: offlineFrom + Math.min(20 * MINUTE_MS, 0.3 * span),
  };
}

/** Hundreds of positions in a minute, over the LAN: the radio could not even send that many. */
function burst(world: World, node: SimNode): void {
  const random = world.random.fork(`burst ${String(world.scheduler.now)}`);
  for (let i = 0; i < BURST_PACKETS; i += 1) {
    world.scheduler.after((i * BURST_MS) / BURST_PACKETS, () => {
      const place = offset(node.place, random.normal(0, 4), random.normal(0, 4));
      sendPosition(world, node, place, { satsInView: random.integer(4, 9), seqNumber: i + 1 }, 'lan');
    });
  }
}

function startBursts(world: World, node: SimNode): void {
  const random = world.random.fork('bursts');
  const next = (): void => {
    burst(world, node);
    world.scheduler.after(2 * HOUR_MS * random.between(0.95, 1.05), next);
  };
  const span = Math.max(world.historyEndAt - world.beginAt, 30 * MINUTE_MS);
  world.scheduler.after(Math.min(45 * MINUTE_MS, 0.25 * span), next);
}

function reboot(world: World, node: SimNode): void {
  node.bootAt = world.scheduler.now;
  Object.assign(node.counters, { sent: 0, received: 0, receivedBad: 0, duplicates: 0, relayed: 0, relaysCanceled: 0 });
  world.scheduler.after(35 * SECOND_MS, () => announce(world, node, true));
  world.scheduler.after(70 * SECOND_MS, () => sendDeviceMetrics(world, node));
}

function startReboots(world: World, node: SimNode): void {
  const random = world.random.fork('reboots');
  const span = Math.max(world.historyEndAt - world.beginAt, HOUR_MS);
  const next = (): void => {
    reboot(world, node);
    world.scheduler.after(random.between(60, 130) * MINUTE_MS, next);
  };
  world.scheduler.after(0.3 * span * random.between(0.8, 1), next);
}

/** After a reset to factory defaults a node has another key; the name is what its owner types in. */
function reset(world: World, node: SimNode): void {
  node.longName = NEW_NAME + NAME_MARK;
  node.publicKey = world.random.fork('reset').bytes(32);
  announce(world, node);
}

function pose(world: World, node: SimNode, name: string): void {
  node.longName = name + NAME_MARK;
  announce(world, node);
}

/** Plans the events of the story. */
export function startStory(world: World, plan: StoryPlan): void {
  const { scheduler } = world;
  const find = (story: Story): SimNode | undefined => world.nodes.find((node) => node.spec.story === story);
  const silent = find('silent');
  const renamed = find('renamed');
  const floods = find('floods');
  const reboots = find('reboots');
  const gateway: Gateway | undefined = world.gateways.find(({ node }) => node.spec.story === 'offline-gateway');
  if (silent) scheduler.at(plan.silentFrom, () => (silent.alive = false));
  if (renamed) scheduler.at(plan.renamedAt, () => reset(world, renamed));
  for (const node of world.nodes) {
    const { posesAs } = node.spec;
    if (posesAs !== undefined) scheduler.at(plan.posesAt, () => pose(world, node, posesAs));
  }
  if (floods) startBursts(world, floods);
  if (reboots) startReboots(world, reboots);
  if (!gateway) return;
  scheduler.at(plan.offlineFrom, () => gateway.setOnline(false));
  scheduler.at(plan.offlineUntil, () => gateway.setOnline(true));
}
