import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { MeshData } from '../frames/model';
import { placesOf } from '../map/view';
import { testIds } from '../testIds';

const nodesWithout = (missing: number, count: number) =>
  t('map-status.nodes', '{{missing}} of {{count}} nodes have no position', {
    missing,
    count,
    defaultValue_one: '{{missing}} of {{count}} node has no position',
  });
const linksWithout = (count: number) =>
  t('map-status.links', '{{count}} links end at a node without a position', {
    count,
    defaultValue_one: '{{count}} link ends at a node without a position',
  });

export interface MapStatusProps {
  readonly mesh: MeshData;
}

/** Lists what is missing on the map, so that a node without a position is not taken for a silent one. */
export function MapStatus({ mesh }: MapStatusProps) {
  const styles = useStyles2(getStyles);
  const { nodes, unplacedNodes, unplacedLinks } = mesh;
  const isEmpty = placesOf(mesh).length === 0;
  const messages = [
    ...(isEmpty ? [t('map-status.nothing', 'No positions in this time range')] : []),
    ...(unplacedNodes > 0 && !isEmpty ? [nodesWithout(unplacedNodes, nodes.filter(({ isEnd }) => !isEnd).length)] : []),
    ...(unplacedLinks.length > 0 ? [linksWithout(unplacedLinks.length)] : []),
  ];
  return messages.length === 0 ? null : (
    <div className={styles.status} role="status" data-testid={testIds.status}>
      {messages.map((message) => (
        <div key={message}>{message}</div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  status: css({
    fontSize: 12,
    lineHeight: '15px',
    textAlign: 'right',
    color: theme.colors.text.secondary,
    textShadow: `0 0 3px ${theme.colors.background.primary}`,
  }),
});
