import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { css } from '@emotion/css';
import { Card, Stack, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { QUERY_VERSION, type MeshQuery } from '../types';

interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: Partial<MeshQuery>;
}

const texts = {
  title: 'Mesh Observatory queries',
  introduction:
    'Pick what to show, then narrow it down by nodes, gateways, channels or roles. Empty fields mean "all"; variables such as $node work everywhere.',
};

const examples: readonly Example[] = [
  {
    title: 'Tail the messages',
    description: 'Every text as a log line. Press Live to follow.',
    query: { queryType: 'messages', format: 'logs' },
  },
  {
    title: 'Tail the packets',
    description: 'What the gateways hear right now, with who heard it.',
    query: { queryType: 'packets', format: 'logs' },
  },
  {
    title: 'Battery of all nodes',
    description: 'One series per node; 101 % means external power.',
    query: { queryType: 'timeseries', metrics: ['device_battery_level'] },
  },
  {
    title: 'How busy the air is',
    description: 'Channel utilization as the nodes hear it.',
    query: { queryType: 'timeseries', metrics: ['device_channel_utilization'], aggregation: 'max' },
  },
  {
    title: 'What the traffic is about',
    description: 'Packets per port; position and telemetry usually lead.',
    query: { queryType: 'traffic', trafficBy: 'port' },
  },
  {
    title: 'Who hears whom',
    description: 'Nodes and links as a graph.',
    query: { queryType: 'nodegraph' },
  },
  {
    title: 'What each gateway adds',
    description: 'Packets per gateway, and those nobody else heard.',
    query: { queryType: 'gateways' },
  },
];

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ maxWidth: theme.breakpoints.values.md }) });

export function QueryHelp({ query, onClickExample }: QueryEditorHelpProps<MeshQuery>) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">{texts.title}</Text>
      <Text element="p">{texts.introduction}</Text>
      <div className={styles.list}>
        {examples.map(({ title, description, query: example }) => (
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
