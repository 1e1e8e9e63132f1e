import { formatDuration } from '../../../write/wording.js';
import { inScope } from '../../scope.js';
import { sql } from '../../sql.js';
import type { Finder } from './finding.js';

interface WrongClock {
  readonly gateway_num: number;
  readonly offset_seconds: number;
  readonly read_at: number;
}

/** Gateways that published in the range with a clock that is wrong. */
export const findWrongClocks: Finder = ({ context: { reader, range }, nums }) => {
  const clocks = reader.all(sql<WrongClock>`
    SELECT gc.gateway_num, gc.offset_seconds, gc.read_at FROM gateway_clocks gc
    WHERE gc.state = 'wrong' AND gc.offset_seconds IS NOT NULL AND gc.read_at >= ${range.from}
      AND ${inScope(sql`gc.gateway_num`, nums)}
    ORDER BY gc.gateway_num`);
  return clocks.map(({ gateway_num, offset_seconds, read_at }) => ({
    kind: 'gateway_clock_wrong',
    severity: 'warning',
    node: gateway_num,
    channel: null,
    detail: `Its clock is ${formatDuration(Math.abs(offset_seconds))} ${offset_seconds < 0 ? 'behind' : 'ahead'}: set it right (NTP, a phone or GPS), or check its time zone. Until then the collector does not use it`,
    at: read_at,
  }));
};
