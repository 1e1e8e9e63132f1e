import type { AlertRule } from '../rule.js';
import { DAY, HOUR } from '../seconds.js';

const PACKETS_PER_HOUR = 60;
const TIMES = 3;
const HOURS_PER_DAY = 24;

const lastHour = 'instance_channel:meshobs_collector_undecryptable_packets:increase1h';
const lastDay = 'instance_channel:meshobs_collector_undecryptable_packets:increase1d';

export const undecryptableSurge: AlertRule = {
  id: 'undecryptable-surge',
  title: 'Undecryptable packets surge',
  severity: 'warning',
  subject: 'channel',
  pendingFor: '5m',
  keepFiringFor: '1h',
  summary: (fields) => `${fields.whole} packets on ${fields.subject} could not be decrypted within an hour`,
  description:
    `More than ${PACKETS_PER_HOUR} packets an hour that no configured key can decrypt, and more than ${TIMES} times the average ` +
    'of the day: the key of the channel was changed, or a channel of others got busy. The alert ends when it has become ' +
    'the new normal.',
  mesh: {
    query: { metrics: ['channel_undecryptable_packets'] },
    rangeSeconds: HOUR,
    comparison: '>',
    threshold: PACKETS_PER_HOUR,
    surge: { times: TIMES, pastSeconds: DAY },
  },
  prometheus: {
    value: `${lastHour} and ${lastHour} > ${TIMES} / ${HOURS_PER_DAY} * ${lastDay}`,
    comparison: '>',
    threshold: PACKETS_PER_HOUR,
  },
};
