import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { SimNode } from '../node.js';
import type { Traffic, World } from '../world.js';
import { sendTelemetry } from './telemetry.js';

/** More often than firmware's 30 to 60 minutes, so that a demo of an hour shows curves. */
const EVERY_MS = 8 * MINUTE_MS;

export function sendDeviceMetrics(world: World, node: SimNode): void {
  const battery = world.battery(node);
  const { now } = world.scheduler;
  sendTelemetry(world, node, {
    case: 'deviceMetrics',
    value: {
      batteryLevel: battery.level,
      voltage: Math.round(battery.voltage * 1000) / 1000,
      channelUtilization: world.meter.channelUtilization(node.index, now),
      airUtilTx: world.meter.airUtilTx(node.index, now),
      uptimeSeconds: world.uptimeSeconds(node),
    },
  });
}

export const deviceTelemetry: Traffic = (world) => {
  for (const node of world.nodes) {
    world.every(node, { firstWithinMs: EVERY_MS, everyMs: EVERY_MS }, () => sendDeviceMetrics(world, node));
  }
};
