/** `npm run bench -w collector [-- name arguments…]`: measures; asserts nothing. */
import { runLoad } from './load.js';

const [name = 'load', ...rest] = process.argv.slice(2);
const [first = '60', second = '1000'] = rest;

const benches: Readonly<Record<string, () => Promise<void>>> = {
  load: () => runLoad(Number(first), Number(second)),
};

const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(64);
}
await bench();
