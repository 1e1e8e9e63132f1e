import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { MeshData } from '../frames/model';
import { testIds } from '../testIds';
import { t } from '@grafana/i18n';
import { phrases } from '../../i18n/phrases';

const text = phrases('map-status', { nothing: 'Nothing in this time range has a position' });
const nodesWithout = (missing: number, all: number) =>
  t('map-status.nodes', '{{missing}} of {{all}} nodes have told no position', { missing, all });
const linksWithout = (missing: number) =>
  missing === 1
    ? t('map-status.link', 'A link has an end without a position')
    : t('map-status.links', '{{missing}} links have an end without a position', { missing });
const notDrawn = (layer: string) =>
  t('map-status.problem', 'The layer “{{layer}}” cannot be drawn in this browser', { layer });

export interface MapStatusProps {
  readonly mesh: MeshData;
  /** A layer that could not be made. */
  readonly problem: string | undefined;
}

/** What is missing on the map, so that an absent node is not taken for a silent one. */
export function MapStatus({ mesh, problem }: MapStatusProps) {
  const styles = useStyles2(getStyles);
  const { nodes, links, tracks, unplacedNodes, unplacedLinks } = mesh;
  const isEmpty = nodes.length === unplacedNodes && links.length === 0 && tracks.length === 0;
  const messages = [
    ...(isEmpty ? [text.nothing] : []),
    ...(unplacedNodes > 0 && !isEmpty ? [nodesWithout(unplacedNodes, nodes.length)] : []),
    ...(unplacedLinks > 0 ? [linksWithout(unplacedLinks)] : []),
    ...(problem === undefined ? [] : [notDrawn(problem)]),
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
    fontSize: 10,
    lineHeight: '13px',
    textAlign: 'right',
    color: theme.colors.text.secondary,
    textShadow: `0 0 3px ${theme.colors.background.primary}`,
  }),
});
