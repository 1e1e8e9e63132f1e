// Loaded into a process before its own code (`node --import`): its calendar runs ahead by the milliseconds that the file
// CLOCK_FILE holds, and its two housekeeping tasks that alerts wait for (silence, its own history) come ten times as often.
// A node that must be silent for hours is then silent within a moment; nothing else of the process changes.
import { readFileSync } from 'node:fs';

const realNow = Date.now.bind(Date);
const realSetTimeout = globalThis.setTimeout;
const file = process.env.CLOCK_FILE ?? '';
const HOUSEKEEPING_MS = [15_000, 60_000];
const HASTE = 10;

Date.now = () => realNow() + Number(readFileSync(file, 'utf8'));
globalThis.setTimeout = Object.assign(
  (run: (...args: unknown[]) => void, delay = 0, ...rest: unknown[]) =>
    realSetTimeout(run, HOUSEKEEPING_MS.includes(delay) ? delay / HASTE : delay, ...rest),
  realSetTimeout,
);
