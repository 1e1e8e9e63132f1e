import type { Columns } from '../columns.js';
import { eventKinds, severityWords } from '../event-kinds.js';
import { titlesOf } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const events = {
  title: 'Events',
  description: 'New, silent, rebooted and renamed nodes; gateways up and down',
  answer: 'New, silent, rebooted and renamed nodes and the like: annotations and tables.',
  options: ['eventKinds'],
  limit: { of: 'events', default: 1000 },
  search: 'Part of the title or the text',
} as const satisfies QueryDefinition;

export const eventColumns = {
  title: { type: 'string', title: 'Title' },
  text: { type: 'string', title: 'Text' },
  time: { type: 'time', title: 'Time', nullable: false },
  tags: { type: 'string', title: 'Tags' },
  id: { type: 'string', title: 'Id', key: true },
  kind: { type: 'string', title: 'Kind', words: titlesOf(eventKinds) },
  severity: { type: 'string', title: 'Severity', words: severityWords },
  nodeId: { type: 'string', title: 'Node', node: 'nodeId' },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
} as const satisfies Columns;
