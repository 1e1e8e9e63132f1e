import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { css } from '@emotion/css';
import { Card, Stack, Text, useStyles2 } from '@grafana/ui';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import React from 'react';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { MeshQueryOf, SavedQuery } from '../types';
import { memoize, t } from '../i18n';

type ExampleQuery = { [T in QueryType]: Omit<MeshQueryOf<T>, 'refId'> }[QueryType];

interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: ExampleQuery;
}

const texts = memoize(() => ({
  title: t('editors.query-help.title', 'Mesh Observatory queries'),
  introduction: t(
    'editors.query-help.introduction',
    'Choose a query type, then narrow it down by nodes, gateways, channels or roles. Empty fields mean "all"; variables such as $node work everywhere.',
  ),
}));

const examples = memoize((): readonly Example[] => [
  {
    title: t('editors.query-help.tail-messages.title', 'Tail the messages'),
    description: t('editors.query-help.tail-messages.description', 'Every text as a log line. Press Live to follow.'),
    query: { queryType: 'messages', format: 'logs' },
  },
  {
    title: t('editors.query-help.tail-packets.title', 'Tail the packets'),
    description: t(
      'editors.query-help.tail-packets.description',
      'Packets as gateways receive them, with the receptions of each.',
    ),
    query: { queryType: 'packets', format: 'logs' },
  },
  {
    title: t('editors.query-help.battery.title', 'Battery of all nodes'),
    description: t('editors.query-help.battery.description', 'One series per node; 101 % means external power.'),
    query: { queryType: 'timeseries', metrics: ['device_battery_level'] },
  },
  {
    title: t('editors.query-help.channel-utilization.title', 'Channel utilization'),
    description: t(
      'editors.query-help.channel-utilization.description',
      'Highest channel utilization that each node reported.',
    ),
    query: { queryType: 'timeseries', metrics: ['device_channel_utilization'], aggregation: 'max' },
  },
  {
    title: t('editors.query-help.traffic-by-port.title', 'Traffic by port'),
    description: t(
      'editors.query-help.traffic-by-port.description',
      'Packets per PortNum; positions and telemetry usually lead.',
    ),
    query: { queryType: 'traffic', trafficBy: 'port' },
  },
  {
    title: t('editors.query-help.mesh-topology.title', 'Mesh topology'),
    description: t('editors.query-help.mesh-topology.description', 'Nodes and links as a graph.'),
    query: { queryType: 'nodegraph' },
  },
  {
    title: t('editors.query-help.gateway-contribution.title', 'Contribution of each gateway'),
    description: t(
      'editors.query-help.gateway-contribution.description',
      'Packets per gateway, and those only it received.',
    ),
    query: { queryType: 'gateways' },
  },
  {
    title: t('editors.query-help.silent-nodes.title', 'Silent nodes'),
    description: t(
      'editors.query-help.silent-nodes.description',
      'Seconds of silence per node, for alert rules; 0 unless the node is silent by its own rhythm.',
    ),
    query: { queryType: 'values', metrics: ['node_silent_seconds'] },
  },
  {
    title: t('editors.query-help.critical-nodes.title', 'Critical nodes'),
    description: t('editors.query-help.critical-nodes.description', 'Nodes whose loss would split the mesh.'),
    query: { queryType: 'cutpoints' },
  },
  {
    title: t('editors.query-help.security-findings.title', 'Security findings'),
    description: t(
      'editors.query-help.security-findings.description',
      'Weak, shared and changed keys, possible impersonation, precise positions in public.',
    ),
    query: { queryType: 'findings' },
  },
]);

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ maxWidth: theme.breakpoints.values.md }) });

export function QueryHelp({ query, onClickExample }: QueryEditorHelpProps<SavedQuery>) {
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
