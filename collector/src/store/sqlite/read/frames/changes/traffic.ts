/** Packets of the range, against the same hours before. */
import { resolveScope } from '../../scope.js';
import { sql, type TimeRange } from '../../sql.js';
import { trafficSource } from '../traffic-source.js';
import { NO_DATA_BEFORE, type ChangesInput, type ChangeSource } from './change.js';

function packetsIn({ context: { reader, query } }: ChangesInput, range: TimeRange): number {
  const source = trafficSource('port', resolveScope(reader, query), range);
  return reader.first(sql<{ sum: number | null }>`SELECT SUM(packets) AS sum FROM (${source})`)?.sum ?? 0;
}

function compared(now: number, before: number): string {
  const was = `${before.toLocaleString('en-US')} in the same hours before`;
  const change = Math.round((100 * (now - before)) / before);
  if (change === 0) return `As many as before: ${was}`;
  return `${Math.abs(change).toLocaleString('en-US')} % ${change > 0 ? 'more' : 'fewer'} than ${was}`;
}

export const comparePackets: ChangeSource = (input) => {
  const count = packetsIn(input, input.context.range);
  const before = input.before === undefined ? 0 : packetsIn(input, input.before);
  return [
    { kind: 'traffic', count, detail: before === 0 ? NO_DATA_BEFORE : compared(count, before), page: 'mesh-traffic' },
  ];
};
