// Loaded into a process before its own code (`node --import`): time-outs of the milliseconds that TIMER_FACTORS names take
// that many times as long (`{"60000":0.1}`). Nothing else of the process changes.
const realSetTimeout = globalThis.setTimeout;
const factors = JSON.parse(process.env.TIMER_FACTORS ?? '{}') as Readonly<Record<number, number>>;

globalThis.setTimeout = Object.assign(
  (run: (...args: unknown[]) => void, delay = 0, ...rest: unknown[]) =>
    realSetTimeout(run, delay * (factors[delay] ?? 1), ...rest),
  realSetTimeout,
);
