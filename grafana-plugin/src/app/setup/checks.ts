import { t } from '@grafana/i18n';
import { formatAge, type HealthReport } from '../../datasource/client/health';
import type { Problem } from '../../datasource/client/problems';

export type CheckState = 'ok' | 'warning' | 'error' | 'waiting';

export interface Check {
  readonly title: string;
  readonly state: CheckState;
  readonly text: string;
}

/** State of one data source and its collector. */
export interface Findings {
  readonly dataSource: string | undefined;
  readonly health: HealthReport | undefined;
  readonly problem: Problem | undefined;
  readonly now: number;
}

/** Age of the last packet up to which data counts as flowing: nodes report at least every half hour. */
const FLOWING_MS = 30 * 60_000;

const waiting = (title: string): Check => ({
  title,
  state: 'waiting',
  text: t('checks.waiting', 'Waiting for the previous step.'),
});

/** Checks of all setup steps, in the order in which they have to work. */
export function checksOf({ dataSource, health, problem, now }: Findings): Check[] {
  return [
    dataSourceCheck(dataSource),
    dataSource === undefined ? waiting(t('checks.collector', 'Collector reachable')) : collectorCheck(health, problem),
    health === undefined ? waiting(t('checks.broker', 'Broker connected')) : brokerCheck(health),
    health === undefined ? waiting(t('checks.data', 'Data flowing')) : dataCheck(health, now),
  ];
}

function dataSourceCheck(name: string | undefined): Check {
  return name === undefined
    ? {
        title: t('checks.data-source', 'Data source'),
        state: 'error',
        text: t(
          'checks.no-data-source',
          'There is no data source yet. An administrator can create it on the configuration page.',
        ),
      }
    : { title: t('checks.data-source', 'Data source'), state: 'ok', text: name };
}

function collectorCheck(health: HealthReport | undefined, problem: Problem | undefined): Check {
  const title = t('checks.collector', 'Collector reachable');
  if (health === undefined) {
    return problem === undefined
      ? { title, state: 'waiting', text: t('checks.asking', 'Checking …') }
      : { title, state: 'error', text: problem.message };
  }
  const { version } = health;
  const text = health.simulated
    ? t(
        'checks.simulated',
        'Mesh Observatory {{version}}. It shows a simulated mesh, because no broker is configured.',
        {
          version,
        },
      )
    : t('checks.version', 'Mesh Observatory {{version}}.', { version });
  return { title, state: 'ok', text };
}

function brokerCheck({ brokers }: HealthReport): Check {
  const title = t('checks.broker', 'Broker connected');
  if (brokers.length === 0) {
    return { title, state: 'error', text: t('checks.no-broker', 'The collector has no broker configured.') };
  }
  const states = brokers.map(
    ({ name, state, lastError }) => `${name}: ${state}${lastError === null ? '' : ` (${lastError})`}`,
  );
  const connected = brokers.filter(({ state }) => state === 'connected').length;
  const state = connected === brokers.length ? 'ok' : connected > 0 ? 'warning' : 'error';
  return { title, state, text: states.join(', ') };
}

function dataCheck({ lastMessageAt, nodes, nodesOnline }: HealthReport, now: number): Check {
  const title = t('checks.data', 'Data flowing');
  if (lastMessageAt === null) {
    return {
      title,
      state: 'warning',
      text: t('checks.no-packet', 'No packet received yet. Connect a gateway to the broker as described below.'),
    };
  }
  const age = now - lastMessageAt;
  const last = t('checks.last-packet', 'Last packet {{age}} ago.', { age: formatAge(age) });
  const known =
    nodes === null
      ? t('checks.nodes-unknown', 'The number of nodes is unknown.')
      : t('checks.nodes', '{{count}} nodes, {{online}} online.', {
          count: nodes,
          online: nodesOnline ?? 0,
          defaultValue_one: '{{count}} node, {{online}} online.',
        });
  return { title, state: age <= FLOWING_MS ? 'ok' : 'warning', text: `${last} ${known}` };
}
