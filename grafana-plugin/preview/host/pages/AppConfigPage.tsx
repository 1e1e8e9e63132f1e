import { PluginContextProvider, type AppPluginMeta } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Box, LoadingPlaceholder, Tab, TabContent, TabsBar, TextLink } from '@grafana/ui';
import { useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { NotEmulated } from '../components/NotEmulated';
import { Page } from '../components/Page';
import { useAppPlugin } from './AppPage';

/** `/plugins/<app>`: the app's configuration pages. */
export function AppConfigPage() {
  const { appId = '' } = useParams();
  const plugin = useAppPlugin(appId);
  const [chosen, setChosen] = useState<string>();
  if (config.apps[appId] === undefined) {
    return <NotEmulated />;
  }
  if (plugin === undefined) {
    return <LoadingPlaceholder text="Loading" />;
  }
  const pages = plugin.configPages ?? [];
  const page = pages.find(({ id }) => id === chosen) ?? pages[0];
  const meta = plugin.meta as AppPluginMeta;
  return (
    <PluginContextProvider meta={meta}>
      <Page title={meta.name} subTitle={meta.info.description}>
        {page === undefined ? (
          <p>
            The app has no configuration page. <TextLink href={`/a/${appId}`}>Open the app</TextLink>
          </p>
        ) : (
          <>
            <TabsBar>
              {pages.map(({ id, title, icon }) => (
                <Tab key={id} label={title} icon={icon} active={id === page.id} onChangeTab={() => setChosen(id)} />
              ))}
            </TabsBar>
            <TabContent>
              <Box paddingTop={2}>
                <page.body plugin={plugin as never} query={{}} />
              </Box>
            </TabContent>
          </>
        )}
      </Page>
    </PluginContextProvider>
  );
}
