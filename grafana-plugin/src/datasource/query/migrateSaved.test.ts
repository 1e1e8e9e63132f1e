import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { meshQuerySchema } from '@mesh-observatory/contract/query';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { createTemplates } from '../../testing/fakeTemplates';
import savedQueries from '../../testing/savedQueriesV1.json';
import { migrateQuery } from './migrate';
import { resolveQuery } from './resolve';

/** Values of the dashboards' variables. */
const values = { node: '!0a0b0c0d', gateway: '!0a0b0c0e', channel: 'LongFast', role: 'ROUTER' };
const templates = createTemplates(values);

/** Fields of version 1 that were not sent; all others were sent as they were, with variables replaced. */
const browserOnly = ['version', 'hide', 'live', 'livePoints'];
function sentInVersion1(saved: object): unknown {
  const sent = Object.fromEntries(Object.entries(saved).filter(([name]) => !browserOnly.includes(name)));
  const text = JSON.stringify(sent).replace(/\$(\w+)/g, (_match, name: keyof typeof values) => values[name]);
  return JSON.parse(text);
}

function sentNow(saved: { refId: string }): Readonly<Record<string, unknown>> {
  const resolved = resolveQuery(saved, { templates, scopedVars: {}, filters: [] });
  if (resolved.outcome !== 'ready' || resolved.notices.length > 0) {
    throw new Error(`not ready: ${JSON.stringify(resolved)}`);
  }
  return JSON.parse(JSON.stringify(resolved.query)) as Readonly<Record<string, unknown>>;
}

/** As the collector reads a query: with defaults, and without options foreign to its type. */
const executed = (sent: unknown) => meshQuerySchema.parse(sent);

const cases = savedQueries.map(
  ({ place, query }, index) => [`${index} ${query.queryType} of ${place}`, query] as const,
);

describe('migration of the queries that dashboards and alert rules of version 1 saved', () => {
  it('is tested with all 19 query types of version 1', () => {
    expect(new Set(savedQueries.map(({ query }) => query.queryType)).size).toBe(19);
    expect(new Set(savedQueries.map(({ query }) => query.version))).toEqual(new Set([1]));
  });

  it.each(cases)('keeps what query %s asks the collector for', (_name, query) => {
    expect(migrateQuery(query)?.version).toBe(QUERY_VERSION);
    expect(executed(sentNow(query))).toEqual(executed(sentInVersion1(query)));
  });

  it.each(cases)('drops options foreign to the type, whatever else query %s had', (_name, query) => {
    const foreign = {
      metrics: ['x'],
      linkKinds: ['direct'],
      combine: true,
      stat: 'links',
      legend: 'x',
      format: 'logs',
    };
    const sent = Object.keys(sentNow({ ...foreign, ...query }));
    const { options } = queryDefinitions[query.queryType as keyof typeof queryDefinitions];
    const allowed: readonly string[] = [...options, ...Object.keys(query)];
    expect(Object.keys(foreign).filter((name) => sent.includes(name) && !allowed.includes(name))).toEqual([]);
  });
});
