/** Batteries that are nearly empty, or will be soon. */
import { BATTERY_FULL_PERCENT, BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { formatDuration } from '../../../write/wording.js';
import { nodeIs } from '../../presence.js';
import { sql } from '../../sql.js';
import { batteryDaysLeft } from '../battery-trend.js';
import { folded, lately, namesOf, type AttentionItem, type AttentionSource } from './item.js';

/** Over less than two days and nights, the night of a solar node would look like a trend. */
const TREND_MS = 3 * DAY_MS;
const SOON_DAYS = 3;
const CRITICAL_DAYS = 1;
const CRITICAL_PERCENT = BATTERY_LOW_PERCENT / 2;
const MOST = 8;
const DAY_SECONDS = DAY_MS / 1000;

interface Charge {
  readonly node: number;
  readonly level: number;
  readonly days: number | undefined;
}

const isLow = ({ level, days = Infinity }: Charge) => level < BATTERY_LOW_PERCENT || days < SOON_DAYS;
const isCritical = ({ level, days = Infinity }: Charge) => level < CRITICAL_PERCENT || days < CRITICAL_DAYS;
/** The first to be empty; without a forecast, the charge decides. */
const endOf = ({ level, days }: Charge) => days ?? level;

/** Silent nodes are left out: their charge is part of the row about their silence. */
export const findLowBatteries: AttentionSource = ({ context, nums, batteries }) => {
  const { reader } = context;
  const silent = new Set(
    reader.tuples(sql<[number]>`SELECT n.node_num FROM nodes n WHERE ${nodeIs('silent')}`).map(([num]) => num),
  );
  const days = batteryDaysLeft({ ...context, range: lately(context, TREND_MS) }, nums);
  const low = [...batteries]
    .map(([node, level]): Charge => ({ node, level, days: days.get(node) }))
    .filter((charge) => charge.level <= BATTERY_FULL_PERCENT && !silent.has(charge.node) && isLow(charge))
    .sort((one, other) => Number(isCritical(other)) - Number(isCritical(one)) || endOf(one) - endOf(other));
  const nameOf = namesOf(
    context,
    low.map(({ node }) => node),
  );
  const items = low.map((charge): AttentionItem => {
    const forecast =
      charge.days === undefined ? 'no forecast' : `about ${formatDuration(charge.days * DAY_SECONDS)} left`;
    return {
      level: isCritical(charge) ? 'critical' : 'warning',
      kind: 'battery',
      subject: nameOf(charge.node),
      detail: `Battery at ${Math.round(charge.level)} %, ${forecast}`,
      since: null,
      node: charge.node,
      page: 'mesh-node',
    };
  });
  return folded(items, MOST, (count) => ({ subject: `${count} more batteries`, detail: 'Low' }));
};
