import { dateTime, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { of } from 'rxjs';
import type { CollectorClient } from '../datasource/client/collectorClient';
import { MeshDataSource, type DataSourceServices } from '../datasource/datasource';
import { createLiveHub } from '../datasource/live/liveHub';
import type { Templates } from '../datasource/query/interpolate';
import type { MeshOptions, SavedQuery } from '../datasource/types';
import { createSocketFactory } from './fakeSocket';
import { createTemplates } from './fakeTemplates';

export const settings = {
  uid: 'mesh-observatory',
  type: 'meshobservatory-meshtastic-datasource',
  name: 'Mesh Observatory',
  url: '/api/datasources/proxy/uid/mesh-observatory',
  access: 'proxy',
  readOnly: false,
  jsonData: {},
  meta: { info: { version: '0.1.0' } },
} as DataSourceInstanceSettings<MeshOptions>;

/** A data source with a fake collector. */
export function createDataSource(client: Partial<CollectorClient> = {}, templates: Templates = createTemplates()) {
  setTemplateSrv(templates as TemplateSrv);
  const { sockets, connect } = createSocketFactory();
  const whole: CollectorClient = {
    query: jest.fn().mockReturnValue(of({ results: {} })),
    variables: jest.fn().mockResolvedValue([]),
    catalog: jest.fn().mockResolvedValue([]),
    health: jest.fn().mockRejectedValue(new Error('not asked')),
    ...client,
  };
  const services: DataSourceServices = {
    client: whole,
    hub: createLiveHub({ connect, random: () => 0 }),
    now: Date.now,
    isVisible: () => true,
  };
  return { datasource: new MeshDataSource(settings, services), client: whole, sockets };
}

export function requestOf(
  targets: SavedQuery[],
  patch: Partial<DataQueryRequest<SavedQuery>> = {},
): DataQueryRequest<SavedQuery> {
  const [from, to] = [1_000_000, 4_600_000];
  return {
    requestId: 'Q1',
    app: 'dashboard',
    timezone: 'utc',
    startTime: 0,
    interval: '15s',
    intervalMs: 15_000,
    maxDataPoints: 500,
    scopedVars: {},
    range: { from: dateTime(from), to: dateTime(to), raw: { from: 'now-1h', to: 'now' } },
    targets,
    ...patch,
  };
}
