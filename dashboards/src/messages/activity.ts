import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { bars, totals, withoutOther } from '../panels/barGauge.js';
import { counts } from '../panels/stat.js';
import { stackedBars } from '../panels/timeSeries.js';

const TEXT = 1;
const ALERT = 11;
const texts = {
  queryType: 'traffic' as const,
  trafficUnit: 'packets' as const,
  portnums: [TEXT, ALERT],
  ...narrowed,
};

const messagesOf = (kind: string, legend: string) => ({
  queryType: 'stat' as const,
  stat: 'messages' as const,
  legend,
  filters: [{ key: 'kind' as const, operator: '=' as const, value: kind }],
  ...narrowed,
});

export const amount = () =>
  withMeshQueries(counts(), {
    id: 1,
    title: 'Messages',
    description: 'Texts and alerts in the time range, on channels the collector can decrypt.',
    queries: [messagesOf('text', 'Texts'), messagesOf('alert', 'Alerts')],
    unit: 'locale',
  });

export const activity = () =>
  withMeshQueries(stackedBars(), {
    id: 2,
    title: 'Texts over time',
    description: 'Messages over time, by channel.',
    noValue: 'No data in this time range',
    queries: [{ ...texts, trafficBy: 'channel' }],
    unit: 'locale',
  }).interval('30m');

export const perChannel = () =>
  withMeshQueries(bars(), {
    id: 3,
    title: 'Texts by channel',
    description: 'Messages per channel in the time range.',
    noValue: 'No data in this time range',
    queries: [{ ...texts, trafficBy: 'channel' }],
    transformations: [totals],
    unit: 'locale',
  });

export const chatters = () =>
  withMeshQueries(bars(), {
    id: 4,
    title: 'Texts by sender',
    description: 'Messages per sender in the time range.',
    noValue: 'No data in this time range',
    queries: [{ ...texts, trafficBy: 'node', legend: '{{longName}}', limit: 12 }],
    transformations: [totals, withoutOther],
    unit: 'locale',
  });
