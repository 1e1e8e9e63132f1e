import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { MeshData } from '../frames/model';
import { testIds } from '../testIds';

const text = {
  nodes: (missing: number, all: number) => `${missing} of ${all} nodes have told no position`,
  links: (missing: number) => `${missing} ${missing === 1 ? 'link has' : 'links have'} an end without a position`,
  nothing: 'Nothing in this time range has a position',
  problem: (layer: string) => `The layer “${layer}” cannot be drawn in this browser`,
};

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
    ...(unplacedNodes > 0 && !isEmpty ? [text.nodes(unplacedNodes, nodes.length)] : []),
    ...(unplacedLinks > 0 ? [text.links(unplacedLinks)] : []),
    ...(problem === undefined ? [] : [text.problem(problem)]),
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
