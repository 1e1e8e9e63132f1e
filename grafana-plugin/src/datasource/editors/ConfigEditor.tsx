import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { FieldSet, InlineField, Input, SecretInput } from '@grafana/ui';
import React, { useId } from 'react';
import type { MeshOptions, MeshSecureOptions } from '../types';
import { AlertingStatus } from './AlertingStatus';
import { TransportSettings } from './TransportSettings';
import { memoize, t } from '../i18n';

type Props = DataSourcePluginOptionsEditorProps<MeshOptions, MeshSecureOptions>;

const DEFAULT_URL = 'http://localhost:8080';
const LABEL_WIDTH = 26;
const INPUT_WIDTH = 60;

const texts = memoize(() => ({
  section: t('editors.config-editor.section', 'Collector'),
  url: t('editors.config-editor.url', 'URL'),
  urlTooltip: t(
    'editors.config-editor.url-tooltip',
    'Where the Grafana server reaches the collector. In a container, localhost is the container itself.',
  ),
  token: t('editors.config-editor.token', 'API token'),
  tokenTooltip: t(
    'editors.config-editor.token-tooltip',
    "The value of the collector's API_TOKEN. Kept by the Grafana server, which adds it to requests; browsers never see it.",
  ),
  tokenPlaceholder: t('editors.config-editor.token-placeholder', 'Empty when the collector has no API_TOKEN'),
}));

/**
 * Address, token and transport security of a collector: Grafana's general form asks for much that a collector has no use
 * for, and is deprecated in favor of a package that would bring a SQL editor and a query builder along.
 */
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
      <FieldSet label={texts().section}>
        <InlineField label={texts().url} tooltip={texts().urlTooltip} labelWidth={LABEL_WIDTH} htmlFor={`${id}-url`}>
          <Input
            id={`${id}-url`}
            width={INPUT_WIDTH}
            value={options.url}
            placeholder={DEFAULT_URL}
            required
            onChange={({ currentTarget }) => onOptionsChange({ ...options, url: currentTarget.value })}
          />
        </InlineField>
        <InlineField label={texts().token} tooltip={texts().tokenTooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
          <SecretInput
            id={id}
            width={INPUT_WIDTH}
            isConfigured={configured}
            value={options.secureJsonData?.apiToken ?? ''}
            placeholder={texts().tokenPlaceholder}
            autoComplete="new-password"
            onReset={resetToken}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        </InlineField>
      </FieldSet>
      <TransportSettings options={options} onChange={onOptionsChange} />
      {/* Grafana knows the backend of data sources that were saved. */}
      {options.uid !== undefined && options.uid !== '' && (
        <AlertingStatus uid={options.uid} version={options.version} />
      )}
    </>
  );
}
