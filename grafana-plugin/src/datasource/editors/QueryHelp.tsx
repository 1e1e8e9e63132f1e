import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { css } from '@emotion/css';
import { Card, Stack, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { QUERY_VERSION, type MeshQuery } from '../types';
import { lazily, t } from '../i18n';

interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: Partial<MeshQuery>;
}

const texts = lazily(() => ({
  title: t('editors.query-help.title', 'Mesh Observatory queries'),
  introduction: t(
    'editors.query-help.introduction',
    'Pick what to show, then narrow it down by nodes, gateways, channels or roles. Empty fields mean "all"; variables such as $node work everywhere.',
  ),
}));

const examples = lazily((): readonly Example[] => [
  {
    title: t('editors.query-help.tail-the-messages', 'Tail the messages'),
    description: t(
      'editors.query-help.tail-the-messages-description',
      'Every text as a log line. Press Live to follow.',
    ),
    query: { queryType: 'messages', format: 'logs' },
  },
  {
    title: t('editors.query-help.tail-the-packets', 'Tail the packets'),
    description: t(
      'editors.query-help.tail-the-packets-description',
      'What the gateways hear right now, with who heard it.',
    ),
    query: { queryType: 'packets', format: 'logs' },
  },
  {
    title: t('editors.query-help.battery-of-all-nodes', 'Battery of all nodes'),
    description: t(
      'editors.query-help.battery-of-all-nodes-description',
      'One series per node; 101 % means external power.',
    ),
    query: { queryType: 'timeseries', metrics: ['device_battery_level'] },
  },
  {
    title: t('editors.query-help.how-busy-the-air-is', 'How busy the air is'),
    description: t('editors.query-help.how-busy-the-air-is-description', 'Channel utilization as the nodes hear it.'),
    query: { queryType: 'timeseries', metrics: ['device_channel_utilization'], aggregation: 'max' },
  },
  {
    title: t('editors.query-help.what-the-traffic-is-about', 'What the traffic is about'),
    description: t(
      'editors.query-help.what-the-traffic-is-about-description',
      'Packets per port; position and telemetry usually lead.',
    ),
    query: { queryType: 'traffic', trafficBy: 'port' },
  },
  {
    title: t('editors.query-help.who-hears-whom', 'Who hears whom'),
    description: t('editors.query-help.who-hears-whom-description', 'Nodes and links as a graph.'),
    query: { queryType: 'nodegraph' },
  },
  {
    title: t('editors.query-help.what-each-gateway-adds', 'What each gateway adds'),
    description: t(
      'editors.query-help.what-each-gateway-adds-description',
      'Packets per gateway, and those nobody else heard.',
    ),
    query: { queryType: 'gateways' },
  },
  {
    title: t('editors.query-help.who-is-silent', 'Who is silent'),
    description: t(
      'editors.query-help.who-is-silent-description',
      'Seconds of silence per node, for alert rules: 0 while its role explains it.',
    ),
    query: { queryType: 'values', metrics: ['node_silent_seconds'] },
  },
  {
    title: t('editors.query-help.what-holds-together', 'What holds the mesh together'),
    description: t('editors.query-help.what-holds-together-description', 'Nodes whose loss would cut off others.'),
    query: { queryType: 'cutpoints' },
  },
  {
    title: t('editors.query-help.what-is-not-safe', 'What is not safe'),
    description: t(
      'editors.query-help.what-is-not-safe-description',
      'Weak, shared and changed keys, possible impersonation, precise positions in public.',
    ),
    query: { queryType: 'findings' },
  },
]);

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ maxWidth: theme.breakpoints.values.md }) });

export function QueryHelp({ query, onClickExample }: QueryEditorHelpProps<MeshQuery>) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">{texts().title}</Text>
      <Text element="p">{texts().introduction}</Text>
      <div className={styles.list}>
        {examples().map(({ title, description, query: example }) => (
          <Card
            key={title}
            noMargin
            onClick={() => onClickExample({ refId: query?.refId ?? 'A', version: QUERY_VERSION, ...example })}
          >
            <Card.Heading>{title}</Card.Heading>
            <Card.Description>{description}</Card.Description>
          </Card>
        ))}
      </div>
    </Stack>
  );
}
