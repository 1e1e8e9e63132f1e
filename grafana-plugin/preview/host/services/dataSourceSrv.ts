/** `getDataSourceSrv()`: creates data sources from the settings that the server provides. */
import type { DataSourceApi, DataSourceInstanceSettings, DataSourcePlugin, DataSourceRef } from '@grafana/data';
import { config, type BackendSrv, type DataSourceSrv, type GetDataSourceListFilters } from '@grafana/runtime';
import { loadPlugin } from '../loader/loadPlugin';
import { PreviewPrometheus } from './prometheus';
import { templateSrv } from './templateSrv';

type Reference = DataSourceRef | string | null | undefined;

export function createDataSourceSrv(backend: Pick<BackendSrv, 'get'>): DataSourceSrv {
  let settings: Record<string, DataSourceInstanceSettings> = config.datasources;
  const instances = new Map<string, Promise<DataSourceApi>>();

  function find(reference: Reference): DataSourceInstanceSettings | undefined {
    const all = Object.values(settings);
    const named = typeof reference === 'string' ? reference : reference?.uid;
    const wanted = named === undefined ? undefined : templateSrv.replace(named);
    const type = typeof reference === 'object' ? reference?.type : undefined;
    if (wanted === undefined || wanted === '' || wanted === 'default') {
      return all.find((one) => (type === undefined ? one.isDefault : one.type === type));
    }
    // A variable without a value resolves to a data source of its type.
    const fallback = wanted.startsWith('$') ? all.find((one) => type === undefined || one.type === type) : undefined;
    return all.find(({ uid, name }) => uid === wanted || name === wanted) ?? fallback;
  }

  async function create(one: DataSourceInstanceSettings): Promise<DataSourceApi> {
    if (one.type === 'prometheus') {
      return new PreviewPrometheus(one);
    }
    const plugin = await loadPlugin<DataSourcePlugin<DataSourceApi>>(one.meta);
    const instance = new plugin.DataSourceClass(one);
    instance.components = plugin.components;
    instance.meta = one.meta;
    return instance;
  }

  return {
    get(reference) {
      const one = find(reference);
      if (one === undefined) {
        return Promise.reject(new Error(`Datasource ${JSON.stringify(reference)} was not found`));
      }
      const instance = instances.get(one.uid) ?? create(one);
      instances.set(one.uid, instance);
      return instance;
    },
    getInstanceSettings: find,
    getList: (filters = {}) => Object.values(settings).filter((one) => matches(one, filters)),
    async reload() {
      const answer = await backend.get<{ datasources: typeof settings }>('/api/frontend/settings');
      settings = answer.datasources;
      config.datasources = settings;
      instances.clear();
    },
    registerRuntimeDataSource: () => undefined,
  };
}

function matches(one: DataSourceInstanceSettings, { type, pluginId, filter }: GetDataSourceListFilters): boolean {
  const types = type === undefined ? undefined : [type].flat();
  return (
    (types === undefined || types.includes(one.type)) &&
    (pluginId === undefined || one.meta.id === pluginId) &&
    (filter === undefined || filter(one))
  );
}
