/** `npm run bench -w collector [-- name arguments…]`: measures and prints; asserts nothing. */
import { runDecode } from './decode.js';
import { runGenerator } from './generator.js';
import { runLoad } from './load.js';
import { runMetrics } from './metrics.js';
import { runQueries } from './queries.js';
import { runStart } from './start.js';

const [name = 'load', ...rest] = process.argv.slice(2);
const [first = '60', second = '1000'] = rest;

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  load: () => runLoad(Number(first), Number(second)),
  start: runStart,
  decode: () => {
    runDecode();
    return Promise.resolve();
  },
  metrics: runMetrics,
  generator: runGenerator,
  queries: () => runQueries(Number(rest[0] ?? 2000)),
  // These two are programs of their own, with their own arguments.
  store: () => import('./store.js'),
  bandwidth: () => import('./live-bandwidth.js'),
};

const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(64);
}
await bench();
