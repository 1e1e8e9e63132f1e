import {
  PluginContextProvider,
  type DataSourceApi,
  type DataSourcePlugin,
  type DataSourceSettings,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, Field, Input, LoadingPlaceholder, Stack } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { NotEmulated } from '../components/NotEmulated';
import { Page } from '../components/Page';
import { loadPlugin } from '../loader/loadPlugin';

type Settings = DataSourceSettings & { uid: string };
type Outcome = Pick<TestDataSourceResponse, 'status' | 'message' | 'details'>;
type Plugin = DataSourcePlugin<DataSourceApi>;

/** `/connections/datasources/edit/<uid>`: the plugin's configuration editor, with "Save & test" below it. */
export function DataSourcePage() {
  const { uid = '' } = useParams();
  const [settings, setSettings] = useState<Settings>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const [plugin, setPlugin] = useState<Plugin>();
  const meta = getDataSourceSrv().getInstanceSettings(uid)?.meta;

  useEffect(() => {
    if (meta !== undefined) {
      void loadSettings(uid).then(setSettings);
      void loadPlugin<Plugin>(meta).then(setPlugin);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `meta` is another object after every reload of the settings
  }, [uid]);

  if (meta === undefined) {
    return <NotEmulated />;
  }
  if (settings === undefined || plugin === undefined) {
    return <LoadingPlaceholder text="Loading" />;
  }

  async function saveAndTest(changed: Settings) {
    setBusy(true);
    setOutcome(undefined);
    try {
      await getBackendSrv().put(`/api/datasources/uid/${uid}`, changed, { showSuccessAlert: false });
      await getDataSourceSrv().reload?.();
      setSettings(await loadSettings(uid));
      setOutcome(await test(uid));
    } catch (error) {
      setOutcome({ status: 'error', message: messageOf(error) });
    } finally {
      setBusy(false);
    }
  }

  const ConfigEditor = plugin.components.ConfigEditor;
  return (
    <PluginContextProvider meta={meta}>
      <Page title={settings.name} subTitle={`Type: ${meta.name}`}>
        {/* A form as in Grafana: without one, browsers offer to save the token as a password of this page. */}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void saveAndTest(settings);
          }}
        >
          <Stack direction="column" gap={2}>
            <Field label="Name" noMargin>
              <Input
                id="basic-settings-name"
                width={40}
                value={settings.name}
                onChange={({ currentTarget }) => setSettings({ ...settings, name: currentTarget.value })}
              />
            </Field>
            {ConfigEditor !== undefined && (
              <ConfigEditor
                options={settings as never}
                onOptionsChange={(changed) => setSettings(changed as unknown as Settings)}
              />
            )}
            {outcome !== undefined && <TestOutcome outcome={outcome} />}
            <div>
              <Button
                type="submit"
                disabled={busy}
                data-testid="data-testid Data source settings page Save and Test button"
              >
                Save &amp; test
              </Button>
            </div>
          </Stack>
        </form>
      </Page>
    </PluginContextProvider>
  );
}

function TestOutcome({ outcome: { status, message, details } }: { outcome: Outcome }) {
  const severity = status === 'success' || status === 'warning' || status === 'info' ? status : 'error';
  return (
    <Alert severity={severity} title={message} data-testid="data-testid Alert">
      {details?.message}
    </Alert>
  );
}

const loadSettings = (uid: string) => getBackendSrv().get<Settings>(`/api/datasources/uid/${uid}`);

async function test(uid: string): Promise<Outcome> {
  const api = await getDataSourceSrv().get(uid);
  return (await api.testDatasource()) as Outcome;
}

function messageOf(error: unknown): string {
  const { message, data } = error as { message?: string; data?: { message?: string } };
  return data?.message ?? message ?? 'The data source could not be saved.';
}
