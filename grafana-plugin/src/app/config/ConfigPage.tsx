import type { PluginConfigPageProps, AppPluginMeta, TestDataSourceResponse } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Button, Field, FieldSet, Input, LoadingPlaceholder, SecretInput, Stack, Text } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import { DATA_SOURCE_NAME, DATA_SOURCE_UID } from '../constants';
import type { AppSettings } from '../types';
import {
  describeFailure,
  enableApp,
  findDataSource,
  flawsOf,
  isCollectorUrl,
  provisionDataSource,
  testDataSource,
  type StoredDataSource,
} from './provisioning';
import { phrases } from '../../i18n/phrases';

const DEFAULT_URL = 'http://localhost:8080';
const INPUT_WIDTH = 60;

const texts = phrases('config-page', {
  title: 'Data source',
  introduction: `Dashboards and alert rules expect a data source with the uid "${DATA_SOURCE_UID}". This form creates it, or repairs it.`,
  disabled: 'The app is not enabled: its data source and its map panel are not available.',
  enable: 'Enable',
  enabled: 'The app is enabled. Reload this page, so that Grafana knows what comes with it.',
  provisioned: 'This data source was provisioned from a file. Change it there.',
  missing: `There is no data source "${DATA_SOURCE_NAME}" yet.`,
  flawed: 'The data source needs a repair:',
  url: 'URL of the collector',
  urlDescription: 'As the Grafana server reaches it, for example http://collector:8080.',
  urlInvalid: 'Enter an address that starts with http:// or https://.',
  token: 'API token',
  tokenDescription: 'The value of the API_TOKEN of the collector; empty if it has none.',
  create: 'Create the data source',
  repair: 'Save and test',
  loading: 'Looking for the data source',
});

type Props = PluginConfigPageProps<AppPluginMeta<AppSettings>>;

interface Found {
  readonly stored?: StoredDataSource;
  readonly failure?: string;
}

async function look(): Promise<Found> {
  try {
    return { stored: await findDataSource(getBackendSrv()) };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

export function ConfigPage({ plugin }: Props) {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    let wanted = true;
    void look().then((next) => wanted && setFound(next));
    return () => {
      wanted = false;
    };
  }, []);
  const reload = async () => setFound(await look());

  return (
    <Stack direction="column" gap={2}>
      {plugin.meta.enabled === false && <EnableApp />}
      <Text element="p">{texts.introduction}</Text>
      {found?.failure !== undefined && <Alert severity="error" title={found.failure} />}
      {found === undefined ? (
        <LoadingPlaceholder text={texts.loading} />
      ) : (
        <DataSourceForm stored={found.stored} version={plugin.meta.info.version} reload={reload} />
      )}
    </Stack>
  );
}

function EnableApp() {
  const [failure, setFailure] = useState<string>();
  const [enabled, setEnabled] = useState(false);
  const enable = async () => {
    try {
      await enableApp(getBackendSrv());
      setEnabled(true);
    } catch (error) {
      setFailure(describeFailure(error));
    }
  };
  if (enabled) {
    return <Alert severity="success" title={texts.enabled} />;
  }
  return (
    <Alert severity="warning" title={texts.disabled}>
      {failure !== undefined && <p>{failure}</p>}
      <Button onClick={() => void enable()}>{texts.enable}</Button>
    </Alert>
  );
}

interface DataSourceFormProps {
  readonly stored: StoredDataSource | undefined;
  readonly version: string;
  readonly reload: () => Promise<void>;
}

function DataSourceForm({ stored, version, reload }: DataSourceFormProps) {
  const urlId = useId();
  const tokenId = useId();
  const [url, setUrl] = useState(stored === undefined || stored.url === '' ? DEFAULT_URL : stored.url);
  const [apiToken, setApiToken] = useState('');
  const [keepsToken, setKeepsToken] = useState(stored?.secureJsonFields?.['apiToken'] === true);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestDataSourceResponse>();
  const readOnly = stored?.readOnly === true;
  const valid = isCollectorUrl(url);

  const save = async () => {
    setBusy(true);
    try {
      if (!readOnly) {
        await provisionDataSource(getBackendSrv(), { url, apiToken });
        await reload();
        setKeepsToken((kept) => kept || apiToken !== '');
        setApiToken('');
      }
      setResult(await testDataSource(getBackendSrv(), version));
    } catch (error) {
      setResult({ status: 'error', message: describeFailure(error) });
    }
    setBusy(false);
  };

  return (
    <FieldSet label={texts.title} disabled={busy}>
      <StoredState stored={stored} />
      <Field
        label={texts.url}
        description={texts.urlDescription}
        htmlFor={urlId}
        invalid={!valid}
        error={texts.urlInvalid}
        disabled={readOnly}
      >
        <Input id={urlId} width={INPUT_WIDTH} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
      </Field>
      <Field label={texts.token} description={texts.tokenDescription} htmlFor={tokenId} disabled={readOnly}>
        <SecretInput
          id={tokenId}
          width={INPUT_WIDTH}
          autoComplete="new-password"
          isConfigured={keepsToken}
          value={apiToken}
          onReset={() => setKeepsToken(false)}
          onChange={(event) => setApiToken(event.currentTarget.value)}
        />
      </Field>
      <Button onClick={() => void save()} disabled={!valid || busy}>
        {stored === undefined ? texts.create : texts.repair}
      </Button>
      {result !== undefined && <TestResult {...result} />}
    </FieldSet>
  );
}

function StoredState({ stored }: { readonly stored: StoredDataSource | undefined }) {
  if (stored === undefined) {
    return <Alert severity="info" title={texts.missing} />;
  }
  const flaws = flawsOf(stored);
  return (
    <>
      {stored.readOnly === true && <Alert severity="info" title={texts.provisioned} />}
      {flaws.length > 0 && (
        <Alert severity="warning" title={texts.flawed}>
          {flaws.join(' ')}
        </Alert>
      )}
    </>
  );
}

function TestResult({ status, message }: TestDataSourceResponse) {
  const severity = status === 'success' || status === 'warning' ? status : 'error';
  return <Alert severity={severity} title={message} topSpacing={2} role={severity === 'error' ? 'alert' : 'status'} />;
}
