import type { DataSourceApi, DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';

export interface LoadedDataSource {
  readonly api: DataSourceApi;
  readonly settings: DataSourceInstanceSettings;
}

/** An instance of the data source with this uid, and what it was made from. */
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
