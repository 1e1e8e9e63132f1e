import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';
import { sendTelemetry } from './telemetry.js';

const EVERY_MS = 5 * MINUTE_MS;

/** Channel 1: panel; channel 2: battery; channel 3: the radio itself. */
function sendPowerMetrics(world: World, node: SimNode, random: Random): void {
  const battery = world.battery(node);
  const sun = world.weather.sun(world.scheduler.now, node.place);
  sendTelemetry(world, node, {
    case: 'powerMetrics',
    value: {
      ch1Voltage: sun > 0 ? 4.9 + 1.1 * Math.sqrt(sun) + random.normal(0, 0.02) : 0,
      ch1Current: 420 * sun,
      ch2Voltage: battery.voltage,
      ch2Current: battery.currentMilliamps,
      ch3Voltage: 3.3 + random.normal(0, 0.004),
      ch3Current: 38 + random.normal(0, 3),
    },
  });
}

export const power: Traffic = (world) => {
  const random = world.random.fork('power');
  for (const node of world.nodes) {
    if (!node.spec.sensors?.includes('power')) continue;
    world.every(node, { firstWithinMs: EVERY_MS, everyMs: EVERY_MS }, () => sendPowerMetrics(world, node, random));
  }
};
