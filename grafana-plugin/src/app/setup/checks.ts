import { formatAge, type HealthReport } from '../../datasource/client/health';
import type { Problem } from '../../datasource/client/problems';
import { t } from '@grafana/i18n';
import { phrases } from '../../i18n/phrases';

export type CheckState = 'ok' | 'warning' | 'error' | 'waiting';

export interface Check {
  readonly title: string;
  readonly state: CheckState;
  readonly text: string;
}

/** What was found out about one data source. */
export interface Findings {
  readonly dataSource: string | undefined;
  readonly health: HealthReport | undefined;
  readonly problem: Problem | undefined;
  readonly now: number;
}

/** A mesh is never silent for long: nodes report every half hour at least, and there are many. */
const FLOWING_MS = 30 * 60_000;

const waiting = (title: string): Check => ({ title, state: 'waiting', text: texts.waiting });

/** Every step of the set-up, in the order in which they have to work. */
export function checksOf({ dataSource, health, problem, now }: Findings): Check[] {
  return [
    dataSourceCheck(dataSource),
    dataSource === undefined ? waiting(titles.collector) : collectorCheck(health, problem),
    health === undefined ? waiting(titles.broker) : brokerCheck(health),
    health === undefined ? waiting(titles.data) : dataCheck(health, now),
  ];
}

const titles = phrases('checks', {
  dataSource: 'Data source',
  collector: 'Collector reachable',
  broker: 'Broker connected',
  data: 'Data flowing',
});
const texts = phrases('check-texts', {
  waiting: 'Waiting for the step before.',
  noDataSource: 'There is none yet. An administrator can create it on the configuration page.',
  asking: 'Asking …',
  simulated: 'It shows a simulated mesh, because no broker is configured.',
  noBroker: 'The collector has no broker to listen to.',
  noPacket: 'No packet yet. Point a gateway to the broker as described below.',
  nodesUnknown: 'nodes unknown',
});

function dataSourceCheck(name: string | undefined): Check {
  return name === undefined
    ? {
        title: titles.dataSource,
        state: 'error',
        text: texts.noDataSource,
      }
    : { title: titles.dataSource, state: 'ok', text: name };
}

function collectorCheck(health: HealthReport | undefined, problem: Problem | undefined): Check {
  const title = titles.collector;
  if (health === undefined) {
    return problem === undefined
      ? { title, state: 'waiting', text: texts.asking }
      : { title, state: 'error', text: problem.message };
  }
  const simulated = health.simulated ? ` ${texts.simulated}` : '';
  return { title, state: 'ok', text: `Mesh Observatory ${health.version}.${simulated}` };
}

function brokerCheck({ brokers }: HealthReport): Check {
  const title = titles.broker;
  if (brokers.length === 0) {
    return { title, state: 'error', text: texts.noBroker };
  }
  const states = brokers.map(
    ({ name, state, lastError }) => `${name}: ${state}${lastError === null ? '' : ` (${lastError})`}`,
  );
  const connected = brokers.filter(({ state }) => state === 'connected').length;
  const state = connected === brokers.length ? 'ok' : connected > 0 ? 'warning' : 'error';
  return { title, state, text: states.join(', ') };
}

function dataCheck({ lastMessageAt, nodes, nodesOnline }: HealthReport, now: number): Check {
  const title = titles.data;
  if (lastMessageAt === null) {
    return { title, state: 'warning', text: texts.noPacket };
  }
  const known =
    nodes === null
      ? texts.nodesUnknown
      : t('check-texts.nodes', '{{nodes}} nodes, {{online}} of them online', { nodes, online: nodesOnline ?? 0 });
  const age = now - lastMessageAt;
  const text = `${t('check-texts.last', 'Last packet {{age}} ago', { age: formatAge(age) })}; ${known}.`;
  return { title, state: age <= FLOWING_MS ? 'ok' : 'warning', text };
}
