import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { readDirectory } from '../directory.js';
import { selectEvents } from '../lists/events.js';
import { idColumn, nameColumn, type FrameBuilder } from '../frames/context.js';
import { buildFrame, truncation } from '../frames/frame.js';
import { eventConditions } from '../frames/conditions.js';

/** Annotations, and the rows of an events table. `tags` is a comma-separated list, as Grafana's annotations read it. */
export const buildEvents: FrameBuilder<'events'> = (context) => {
  const { reader, query } = context;
  const limit = query.limit ?? queryDefinitions.events.limit.default;
  const found = selectEvents(reader, eventConditions(context), limit + 1).map(({ item }) => item);
  const rows = found.slice(0, limit);
  const directory = readDirectory(
    reader,
    rows.flatMap((event) => parseNodeId(event.nodeId ?? '') ?? []),
  );
  const nameOf = (event: ObservedEvent) => directory.get(event.nodeId ?? '')?.short_name ?? null;
  return [
    buildFrame<ObservedEvent>({
      kind: 'events',
      refId: query.refId,
      notices: truncation(found.length > limit, `Only the newest ${limit} events are shown.`),
      columns: [
        { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (event) => event.at },
        { name: 'title', type: 'string', config: { displayName: 'Title' }, value: (event) => event.title },
        { name: 'text', type: 'string', config: { displayName: 'Text' }, value: (event) => event.text },
        { name: 'tags', type: 'string', config: { displayName: 'Tags' }, value: (e) => [e.kind, e.severity].join(',') },
        { name: 'id', type: 'string', config: { displayName: 'Id' }, value: (event) => String(event.id) },
        { name: 'kind', type: 'string', config: { displayName: 'Kind' }, value: (event) => event.kind },
        { name: 'severity', type: 'string', config: { displayName: 'Severity' }, value: (event) => event.severity },
        idColumn(context, 'nodeId', 'Node', (event) => event.nodeId),
        nameColumn(context, 'shortName', 'Short name', 'nodeId', nameOf),
      ],
      rows,
    }),
  ];
};
