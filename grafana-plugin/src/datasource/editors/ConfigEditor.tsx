import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
// Deprecated in favour of @grafana/plugin-ui, which would bring a SQL editor, a query builder and Node 24 along.
import { DataSourceHttpSettings, FieldSet, InlineField, SecretInput } from '@grafana/ui';
import React, { useId } from 'react';
import type { MeshOptions, MeshSecureOptions } from '../types';
import { AlertingStatus } from './AlertingStatus';

type Props = DataSourcePluginOptionsEditorProps<MeshOptions, MeshSecureOptions>;

const DEFAULT_URL = 'http://localhost:8080';
const LABEL_WIDTH = 26;
const INPUT_WIDTH = 60;

const texts = {
  section: 'Collector',
  token: 'API token',
  tokenTooltip:
    "The value of the collector's API_TOKEN. Kept by the Grafana server, which adds it to requests; browsers never see it.",
  tokenPlaceholder: 'Empty when the collector has no API_TOKEN',
};

/** Address, token and transport security of a collector. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const id = useId();
  const configured = options.secureJsonFields?.['apiToken'] === true;

  const setToken = (apiToken: string) =>
    onOptionsChange({ ...options, secureJsonData: { ...options.secureJsonData, apiToken } });
  const resetToken = () =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...options.secureJsonFields, apiToken: false },
      secureJsonData: { ...options.secureJsonData, apiToken: '' },
    });

  return (
    <>
      {/* eslint-disable-next-line @typescript-eslint/no-deprecated */}
      <DataSourceHttpSettings
        defaultUrl={DEFAULT_URL}
        dataSourceConfig={options}
        onChange={onOptionsChange}
        showAccessOptions={false}
      />
      <FieldSet label={texts.section}>
        <InlineField label={texts.token} tooltip={texts.tokenTooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
          <SecretInput
            id={id}
            width={INPUT_WIDTH}
            isConfigured={configured}
            value={options.secureJsonData?.apiToken ?? ''}
            placeholder={texts.tokenPlaceholder}
            autoComplete="new-password"
            onReset={resetToken}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        </InlineField>
      </FieldSet>
      {/* Grafana knows the backend of data sources that were saved. */}
      {options.uid !== undefined && options.uid !== '' && (
        <AlertingStatus uid={options.uid} version={options.version} />
      )}
    </>
  );
}
