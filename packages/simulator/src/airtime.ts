import { airtimeMs as airtimeOf } from '@mesh-observatory/contract/modem-presets';
import { MODEM_PRESET } from './channels.js';

/** Milliseconds a packet occupies the channel; `dataBytes` is the size of the encrypted Data. */
export const airtimeMs = (dataBytes: number): number => airtimeOf(MODEM_PRESET, dataBytes);

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
