import { PluginPage } from '@grafana/runtime';
import { Button, Combobox, Field, LinkButton, Stack, Text } from '@grafana/ui';
import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { APP_ID } from '../constants';
import { CheckList } from './CheckList';
import { GatewayInstructions } from './GatewayInstructions';
import type { DashboardLink } from './readSetup';
import { useSetup, type Setup } from './useSetup';

export function SetupPage() {
  const setup = useSetup();
  return (
    <PluginPage
      subTitle={t('setup-page.sub-title', 'Connect your mesh to the dashboards, step by step.')}
      actions={<Actions again={setup.again} />}
    >
      <Stack direction="column" gap={4}>
        {setup.dataSources.length > 1 && <DataSourceChoice {...setup} />}
        <CheckList checks={setup.checks} />
        <GatewayInstructions brokers={setup.findings.brokers} simulated={setup.findings.health?.simulated ?? false} />
        <Dashboards links={setup.dashboards} />
      </Stack>
    </PluginPage>
  );
}

function Actions({ again }: { readonly again: () => void }) {
  return (
    <Stack direction="row" gap={1}>
      <Button icon="sync" variant="secondary" onClick={again}>
        {t('setup-page.again', 'Check again')}
      </Button>
      <LinkButton icon="cog" variant="secondary" href={`/plugins/${APP_ID}`}>
        {t('setup-page.configure', 'Configuration')}
      </LinkButton>
    </Stack>
  );
}

function DataSourceChoice({ dataSources, dataSource, choose }: Setup) {
  const id = useId();
  return (
    <Field label={t('setup-page.data-source', 'Data source')} htmlFor={id} noMargin>
      <Combobox
        id={id}
        width={40}
        options={dataSources.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={dataSource?.uid ?? null}
        onChange={({ value }) => choose(value)}
      />
    </Field>
  );
}

function Dashboards({ links }: { readonly links: readonly DashboardLink[] }) {
  return (
    <Stack direction="column" gap={1}>
      <Text element="h2">{t('setup-page.dashboards', 'Dashboards')}</Text>
      {links.length === 0 && (
        <Text color="secondary">
          {t(
            'setup-page.no-dashboards',
            'No dashboard with the tag mesh-observatory was found. Import the bundled dashboards on the configuration page of this app, under Dashboards.',
          )}
        </Text>
      )}
      {links.map(({ title, url }) => (
        <div key={url}>
          <LinkButton href={url} icon="apps" fill="text" variant="primary">
            {title}
          </LinkButton>
        </div>
      ))}
    </Stack>
  );
}
