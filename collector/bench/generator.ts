/** Measures the messages a second that the load generator makes: more than any collector takes. */
import { createLoad } from '@mesh-observatory/simulator/load';

const MESSAGES = 50_000;

export function runGenerator(): Promise<void> {
  const load = createLoad({ nodes: 2000, gateways: 3, ratePerSecond: 1000, duplicateShare: 0.5, seed: 1 });
  const startedAt = performance.now();
  let made = 0;
  for (const _message of load) {
    made += 1;
    if (made === MESSAGES) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`load generator   ${Math.round(MESSAGES / seconds)} messages/s\n`);
  return Promise.resolve();
}
