import type { DataSourceInstanceSettings } from '@grafana/data';
import type { BackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { isHealthReport, type HealthReport } from '../../datasource/client/health';
import { describeProblem, notACollector, type Problem } from '../../datasource/client/problems';
import type { BrokerAddress } from './gatewaySettings';

type Backend = Pick<BackendSrv, 'fetch'>;

export interface CollectorFindings {
  readonly health?: HealthReport;
  readonly problem?: Problem;
  readonly brokers: readonly BrokerAddress[];
}

export interface DashboardLink {
  readonly title: string;
  readonly url: string;
}

async function get(backend: Backend, url: string): Promise<unknown> {
  const response = await lastValueFrom(backend.fetch<unknown>({ url, method: 'GET', showErrorAlert: false }));
  return response.data;
}

/** Reads health and brokers of the collector behind a data source. */
export async function readCollector(
  backend: Backend,
  dataSource: Pick<DataSourceInstanceSettings, 'url'>,
): Promise<CollectorFindings> {
  const base = dataSource.url ?? '';
  try {
    const health = await get(backend, `${base}/api/health`);
    if (!isHealthReport(health)) {
      return { problem: notACollector(), brokers: [] };
    }
    return { health, brokers: brokersOf(await get(backend, `${base}/api/mqtt/status`)) };
  } catch (error) {
    return { problem: describeProblem(error), brokers: [] };
  }
}

function brokersOf(status: unknown): BrokerAddress[] {
  const brokers = typeof status === 'object' && status !== null && 'brokers' in status ? status.brokers : [];
  return Array.isArray(brokers) ? brokers.filter(isBroker) : [];
}

function isBroker(value: unknown): value is BrokerAddress {
  const { url, subscriptions } = (value ?? {}) as Partial<BrokerAddress>;
  return typeof url === 'string' && Array.isArray(subscriptions);
}

/** Dashboards with the tag that the user may see. */
export async function readDashboards(backend: Backend, tag: string): Promise<DashboardLink[]> {
  try {
    const found = await get(backend, `/api/search?type=dash-db&tag=${encodeURIComponent(tag)}`);
    return Array.isArray(found) ? found.filter(isDashboard) : [];
  } catch {
    // The links are optional: the dashboards are in Grafana's menu as well.
    return [];
  }
}

function isDashboard(value: unknown): value is DashboardLink {
  const { title, url } = (value ?? {}) as Partial<DashboardLink>;
  return typeof title === 'string' && typeof url === 'string';
}
