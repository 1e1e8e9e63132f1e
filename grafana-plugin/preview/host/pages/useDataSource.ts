import type { DataSourceApi, DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';

export interface LoadedDataSource {
  readonly api: DataSourceApi;
  readonly settings: DataSourceInstanceSettings;
}

/** Loads the data source with the uid; undefined until it is loaded. */
export function useDataSource(uid: string): LoadedDataSource | undefined {
  const [loaded, setLoaded] = useState<LoadedDataSource>();
  const [failure, setFailure] = useState<Error>();
  useEffect(() => {
    let left = false;
    const settings = getDataSourceSrv().getInstanceSettings(uid);
    getDataSourceSrv()
      .get(uid)
      .then((api) => !left && settings !== undefined && setLoaded({ api, settings }))
      .catch((error: Error) => !left && setFailure(error));
    return () => {
      left = true;
    };
  }, [uid]);
  if (failure !== undefined) {
    throw failure;
  }
  return loaded;
}
