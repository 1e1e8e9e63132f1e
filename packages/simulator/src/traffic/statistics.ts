import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';
import { sendTelemetry } from './telemetry.js';

const LOCAL_EVERY_MS = 5 * MINUTE_MS;
const HOST_EVERY_MS = 3 * MINUTE_MS;
/** A node counts as online for this long (firmware). */
const ONLINE_MS = 2 * HOUR_MS;
const HEAP_BYTES = 262_144;
const MIB = 1_048_576;

function sendLocalStats(world: World, node: SimNode, random: Random): void {
  const { now } = world.scheduler;
  const { sent, received, receivedBad, duplicates, relayed, relaysCanceled } = node.counters;
  sendTelemetry(world, node, {
    case: 'localStats',
    value: {
      uptimeSeconds: world.uptimeSeconds(node),
      channelUtilization: world.meter.channelUtilization(node.index, now),
      airUtilTx: world.meter.airUtilTx(node.index, now),
      numPacketsTx: sent,
      numPacketsRx: received + receivedBad,
      numPacketsRxBad: receivedBad,
      numOnlineNodes: world.neighborhood.heard(node, now - ONLINE_MS) + 1,
      numTotalNodes: world.neighborhood.heard(node, 0) + 1,
      numRxDupe: duplicates,
      numTxRelay: relayed,
      numTxRelayCanceled: relaysCanceled,
      heapTotalBytes: HEAP_BYTES,
      heapFreeBytes: Math.round(HEAP_BYTES * random.between(0.3, 0.38)),
      noiseFloor: Math.round(-109 + random.normal(0, 1.5)),
    },
  });
}

/** The Linux gateway: a small computer whose disk fills slowly. */
function sendHostMetrics(world: World, node: SimNode, random: Random): void {
  const uptimeSeconds = world.uptimeSeconds(node);
  const busy = Math.max(2, 18 + random.normal(0, 9));
  sendTelemetry(world, node, {
    case: 'hostMetrics',
    value: {
      uptimeSeconds,
      freememBytes: BigInt(Math.round(410 + random.normal(0, 18)) * MIB),
      diskfree1Bytes: BigInt(Math.round(21_000 - uptimeSeconds / 900) * MIB),
      load1: Math.round(busy),
      load5: Math.round(0.5 * busy + 9),
      load15: 18,
      userString: 'simulated host',
    },
  });
}

export const statistics: Traffic = (world) => {
  const random = world.random.fork('statistics');
  for (const { node } of world.gateways) {
    const rhythm = { firstWithinMs: LOCAL_EVERY_MS, everyMs: LOCAL_EVERY_MS };
    world.every(node, rhythm, () => sendLocalStats(world, node, random));
    if (node.spec.gateway?.host !== true) continue;
    const host = { firstWithinMs: HOST_EVERY_MS, everyMs: HOST_EVERY_MS };
    world.every(node, host, () => sendHostMetrics(world, node, random));
  }
};
