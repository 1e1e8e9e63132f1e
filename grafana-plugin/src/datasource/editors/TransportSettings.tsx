import type { DataSourceSettings } from '@grafana/data';
import { FieldSet, InlineField, InlineSwitch, TLSAuthSettings } from '@grafana/ui';
import React, { useId } from 'react';
import type { MeshOptions, MeshSecureOptions } from '../types';
import { memoize, t } from '../i18n';

type Settings = DataSourceSettings<MeshOptions, MeshSecureOptions>;

const LABEL_WIDTH = 26;

const texts = memoize(() => ({
  section: t('editors.transport-settings.section', 'TLS'),
  skipVerify: t('editors.transport-settings.skip-verify', 'Skip TLS verify'),
  skipVerifyTooltip: t(
    'editors.transport-settings.skip-verify-tooltip',
    'Accepts any certificate, so that the identity of the collector is not verified. Use it for tests only.',
  ),
  withCa: t('editors.transport-settings.with-ca', 'With CA cert'),
  withCaTooltip: t(
    'editors.transport-settings.with-ca-tooltip',
    "For certificates signed by your own certificate authority: paste the authority's certificate below.",
  ),
  clientAuth: t('editors.transport-settings.client-auth', 'TLS client auth'),
  clientAuthTooltip: t(
    'editors.transport-settings.client-auth-tooltip',
    'For a proxy in front of the collector that asks for a client certificate.',
  ),
}));

const switches = memoize(
  () =>
    [
      { key: 'tlsSkipVerify', label: texts().skipVerify, tooltip: texts().skipVerifyTooltip },
      { key: 'tlsAuthWithCACert', label: texts().withCa, tooltip: texts().withCaTooltip },
      { key: 'tlsAuth', label: texts().clientAuth, tooltip: texts().clientAuthTooltip },
    ] as const,
);

interface TransportSettingsProps {
  readonly options: Settings;
  readonly onChange: (options: Settings) => void;
}

/** TLS settings of an https:// address, for Grafana's proxy and for the backend. */
export function TransportSettings({ options, onChange }: TransportSettingsProps) {
  const id = useId();
  const { jsonData } = options;
  const needsCertificates = jsonData.tlsAuth === true || jsonData.tlsAuthWithCACert === true;
  return (
    <FieldSet label={texts().section}>
      {switches().map(({ key, label, tooltip }) => (
        <InlineField key={key} label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={`${id}-${key}`}>
          <InlineSwitch
            id={`${id}-${key}`}
            value={jsonData[key] === true}
            onChange={({ currentTarget }) =>
              onChange({ ...options, jsonData: { ...jsonData, [key]: currentTarget.checked } })
            }
          />
        </InlineField>
      ))}
      {needsCertificates && <TLSAuthSettings dataSourceConfig={options} onChange={onChange} />}
    </FieldSet>
  );
}
