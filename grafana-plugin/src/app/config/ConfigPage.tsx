import type { PluginConfigPageProps, AppPluginMeta, TestDataSourceResponse } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Button, Field, FieldSet, Input, LoadingPlaceholder, SecretInput, Stack, Text } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import { t } from '@grafana/i18n';
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

const DEFAULT_URL = 'http://localhost:8080';
const INPUT_WIDTH = 60;

type Props = PluginConfigPageProps<AppPluginMeta<AppSettings>>;

interface Found {
  readonly stored?: StoredDataSource;
  readonly failure?: string;
}

async function readDataSource(): Promise<Found> {
  try {
    return { stored: await findDataSource(getBackendSrv()) };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

export function ConfigPage({ plugin }: Props) {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    let isMounted = true;
    void readDataSource().then((next) => isMounted && setFound(next));
    return () => {
      isMounted = false;
    };
  }, []);
  const reload = async () => setFound(await readDataSource());

  return (
    <Stack direction="column" gap={2}>
      {plugin.meta.enabled === false && <EnableApp />}
      <Text element="p">
        {t(
          'config-page.introduction',
          'Dashboards and alert rules use the data source with the UID "{{uid}}". This form creates or repairs it.',
          { uid: DATA_SOURCE_UID },
        )}
      </Text>
      {found?.failure !== undefined && <Alert severity="error" title={found.failure} />}
      {found === undefined ? (
        <LoadingPlaceholder text={t('config-page.loading', 'Loading the data source')} />
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
    return (
      <Alert
        severity="success"
        title={t('config-page.enabled', 'The app is enabled. Reload this page to load its data source and panel.')}
      />
    );
  }
  return (
    <Alert
      severity="warning"
      title={t('config-page.disabled', 'The app is not enabled: its data source and its map panel are not available.')}
    >
      {failure !== undefined && <p>{failure}</p>}
      <Button onClick={() => void enable()}>{t('config-page.enable', 'Enable')}</Button>
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
    <FieldSet label={t('config-page.title', 'Data source')} disabled={busy}>
      <StoredState stored={stored} />
      <Field
        label={t('config-page.url', 'Collector URL')}
        description={t(
          'config-page.url-description',
          'URL at which the Grafana server reaches the collector, for example http://collector:8080.',
        )}
        htmlFor={urlId}
        invalid={!valid}
        error={t('config-page.url-invalid', 'Enter a URL that starts with http:// or https://.')}
        disabled={readOnly}
      >
        <Input id={urlId} width={INPUT_WIDTH} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
      </Field>
      <Field
        label={t('config-page.token', 'API token')}
        description={t('config-page.token-description', 'The API_TOKEN of the collector; empty if it has none.')}
        htmlFor={tokenId}
        disabled={readOnly}
      >
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
        {stored === undefined ? t('config-page.create', 'Create data source') : t('config-page.repair', 'Save & test')}
      </Button>
      {result !== undefined && <TestResult {...result} />}
    </FieldSet>
  );
}

function StoredState({ stored }: { readonly stored: StoredDataSource | undefined }) {
  if (stored === undefined) {
    return (
      <Alert
        severity="info"
        title={t('config-page.missing', 'The data source "{{name}}" does not exist yet.', { name: DATA_SOURCE_NAME })}
      />
    );
  }
  const flaws = flawsOf(stored);
  return (
    <>
      {stored.readOnly === true && (
        <Alert
          severity="info"
          title={t(
            'config-page.provisioned',
            'This data source is provisioned from a file and can only be changed there.',
          )}
        />
      )}
      {flaws.length > 0 && (
        <Alert severity="warning" title={t('config-page.flawed', 'The data source needs to be repaired:')}>
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
