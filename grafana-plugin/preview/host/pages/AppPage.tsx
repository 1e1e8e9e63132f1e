import { PluginContextProvider, type AppPlugin, type AppPluginMeta } from '@grafana/data';
import { config } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { NotEmulated } from '../components/NotEmulated';
import { loadPlugin } from '../loader/loadPlugin';

/** `/a/<app>`: the app's root page. */
export function AppPage() {
  const { appId = '' } = useParams();
  const { search } = useLocation();
  const plugin = useAppPlugin(appId);
  if (config.apps[appId] === undefined) {
    return <NotEmulated />;
  }
  const Root = plugin?.root;
  if (plugin === undefined || Root === undefined) {
    return <LoadingPlaceholder text="Loading" />;
  }
  const query = Object.fromEntries(new URLSearchParams(search));
  return (
    <PluginContextProvider meta={plugin.meta}>
      <Root
        meta={plugin.meta as AppPluginMeta}
        basename={`/a/${appId}`}
        onNavChanged={() => undefined}
        query={query}
        path={`/a/${appId}`}
      />
    </PluginContextProvider>
  );
}

export function useAppPlugin(appId: string): AppPlugin | undefined {
  const [plugin, setPlugin] = useState<AppPlugin>();
  const [failure, setFailure] = useState<Error>();
  useEffect(() => {
    const meta = config.apps[appId];
    if (meta !== undefined) {
      loadPlugin<AppPlugin>(meta as never).then(setPlugin, setFailure);
    }
  }, [appId]);
  if (failure !== undefined) {
    throw failure;
  }
  return plugin;
}
