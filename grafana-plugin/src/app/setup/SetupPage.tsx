import { PluginPage } from '@grafana/runtime';
import { Button, Combobox, Field, LinkButton, Stack, Text } from '@grafana/ui';
import React, { useId } from 'react';
import { APP_ID } from '../constants';
import { CheckList } from './CheckList';
import { GatewayInstructions } from './GatewayInstructions';
import type { DashboardLink } from './readSetup';
import { useSetup, type Setup } from './useSetup';
import { phrases } from '../../i18n/phrases';

const texts = phrases('setup-page', {
  subTitle: 'From the radio to the dashboard, step by step.',
  dataSource: 'Data source',
  again: 'Check again',
  configure: 'Configuration',
  dashboards: 'Dashboards',
  noDashboards:
    'No dashboard with the tag mesh-observatory was found. The bundled ones can be imported on the configuration page of this app, under Dashboards.',
});

export function SetupPage() {
  const setup = useSetup();
  return (
    <PluginPage subTitle={texts.subTitle} actions={<Actions again={setup.again} />}>
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
        {texts.again}
      </Button>
      <LinkButton icon="cog" variant="secondary" href={`/plugins/${APP_ID}`}>
        {texts.configure}
      </LinkButton>
    </Stack>
  );
}

function DataSourceChoice({ dataSources, dataSource, choose }: Setup) {
  const id = useId();
  return (
    <Field label={texts.dataSource} htmlFor={id} noMargin>
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
      <Text element="h2">{texts.dashboards}</Text>
      {links.length === 0 && <Text color="secondary">{texts.noDashboards}</Text>}
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
