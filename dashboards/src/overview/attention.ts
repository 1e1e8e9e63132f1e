import { attentionLevelNames, attentionLevels, type AttentionLevel } from '@mesh-observatory/contract/attention';
import { withMeshQueries } from '../foundation/panel.js';
import { dashboardOfRow, pageLinks } from '../foundation/links.js';
import { narrowed } from '../foundation/variables.js';
import { colorText, exact, since, table, wrapped } from '../panels/table.js';

const colors: Readonly<Record<AttentionLevel, string>> = {
  critical: 'red',
  warning: 'orange',
  unknown: 'purple',
  info: 'blue',
  fine: 'green',
};

const levels = {
  type: 'value',
  options: Object.fromEntries(
    attentionLevelNames.map((level, index) => [
      level,
      { text: attentionLevels[level].title, color: colors[level], index },
    ]),
  ),
};

export const attention = () =>
  withMeshQueries(
    table({
      level: { width: 90, properties: [{ id: 'mappings', value: [levels] }, colorText] },
      subject: { name: 'What', width: 190, properties: [wrapped, pageLinks()] },
      detail: { name: 'Why', properties: [wrapped] },
      since: { width: 125, properties: [since] },
    }),
    {
      id: 18,
      title: 'Needs attention now',
      description:
        'What needs attention now, whatever the time range, the most urgent first: silent and late nodes and gateways, batteries, weak links, floods and a busy channel, keys, the collector and its backups. A name leads to the page to look at. When nothing does, one row says what was looked at.',
      noValue: 'No data',
      queries: [{ queryType: 'attention', live: true, ...narrowed }],
    },
  );

export const sinceYesterday = () =>
  withMeshQueries(
    table({
      title: { name: 'Change', width: 115, properties: [dashboardOfRow()] },
      count: { name: 'Count', width: 70, properties: [exact] },
      detail: { name: 'Which', properties: [wrapped] },
    }).timeFrom('24h'),
    {
      id: 19,
      title: 'Since yesterday',
      description:
        'What is different from the day before, whatever the time range above: nodes and gateways that are new or lost, links gained and lost, changed firmware, roles, names and keys, and the packets of the last 24 hours against those of the 24 hours before.',
      noValue: 'No data',
      queries: [{ queryType: 'changes', ...narrowed }],
    },
  );
