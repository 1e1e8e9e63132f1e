/** ShortFast: spreading factor 7, 250 kHz, coding rate 4/5, 16 symbols of preamble (firmware). */
const SPREADING_FACTOR = 7;
const SYMBOL_MS = 2 ** SPREADING_FACTOR / 250;
const PREAMBLE_SYMBOLS = 16 + 4.25;
/** Radio header before the encrypted Data. */
export const HEADER_BYTES = 16;

/** Milliseconds a packet occupies the channel (Semtech AN1200.13); `dataBytes` is the size of the encrypted Data. */
export function airtimeMs(dataBytes: number): number {
  const bits = 8 * (dataBytes + HEADER_BYTES) - 4 * SPREADING_FACTOR + 28 + 16;
  const symbols = 8 + Math.max(0, Math.ceil(bits / (4 * SPREADING_FACTOR)) * 5);
  return (PREAMBLE_SYMBOLS + symbols) * SYMBOL_MS;
}

/** Channel utilization and airtime of each node, from the transmissions around it. Percentages 0–100. */
export interface AirtimeMeter {
  sent(node: number, at: number, airtime: number): void;
  heard(node: number, at: number, airtime: number): void;
  /** Everything heard or sent, over about the last minute. */
  channelUtilization(node: number, at: number): number;
  /** Own transmissions, over about the last hour. */
  airUtilTx(node: number, at: number): number;
}

/** Sums per node over a moving window, kept in periods as firmware keeps them: the oldest period drops out as a whole. */
function createMovingSum(nodes: number, startAt: number, periodMs: number, periods: number) {
  const sums = new Float64Array(nodes * periods);
  const latest = new Float64Array(nodes).fill(Math.floor(startAt / periodMs));

  /** Empties the periods that have begun since the node was last looked at. */
  function advance(node: number, period: number): void {
    const known = latest[node] ?? period;
    if (period <= known) return;
    for (let i = Math.max(known + 1, period - periods + 1); i <= period; i += 1)
      sums[node * periods + (i % periods)] = 0;
    latest[node] = period;
  }
  return {
    add(node: number, at: number, amount: number): void {
      const period = Math.floor(at / periodMs);
      advance(node, period);
      const cell = node * periods + (period % periods);
      sums[cell] = (sums[cell] ?? 0) + amount;
    },
    /** Share of the window; the window is shorter while the simulation is young. */
    percent(node: number, at: number): number {
      advance(node, Math.floor(at / periodMs));
      const sum = sums.subarray(node * periods, (node + 1) * periods).reduce((total, part) => total + part, 0);
      const windowMs = Math.min(periodMs * periods, Math.max(periodMs, at - startAt));
      return Math.min(100, (100 * sum) / windowMs);
    },
  };
}

export function createAirtimeMeter(nodes: number, startAt: number): AirtimeMeter {
  const channel = createMovingSum(nodes, startAt, 10_000, 6);
  const own = createMovingSum(nodes, startAt, 450_000, 8);
  return {
    sent(node, at, airtime) {
      channel.add(node, at, airtime);
      own.add(node, at, airtime);
    },
    heard: (node, at, airtime) => channel.add(node, at, airtime),
    channelUtilization: (node, at) => channel.percent(node, at),
    airUtilTx: (node, at) => own.percent(node, at),
  };
}
