import React, { Component, type ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { testIds } from '../testIds';
import { chrome } from './chrome';

export const textOfError = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Errors of the map, in the panel: a map that does nothing and says nothing cannot be reported. */
export function MapProblems({ problems }: { readonly problems: readonly string[] }) {
  const styles = useStyles2(getStyles);
  return problems.length === 0 ? null : (
    <div className={styles.box} role="alert" data-testid={testIds.problem}>
      {problems.map((problem) => (
        <div key={problem}>{problem}</div>
      ))}
    </div>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  /** Part of the map in the text of its problem. */
  readonly part: string;
}

/** Shows the error of a part of the map instead of the part; the rest goes on. */
export class MapBoundary extends Component<BoundaryProps, { readonly problem: string | undefined }> {
  override state = { problem: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { problem: textOfError(error) };
  }

  override render() {
    const { problem } = this.state;
    return problem === undefined ? (
      this.props.children
    ) : (
      <MapProblems problems={[t('problem.part', '{{part}}: {{problem}}', { part: this.props.part, problem })]} />
    );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css(chrome(theme), {
    position: 'relative',
    zIndex: 2,
    width: 'fit-content',
    maxWidth: 360,
    padding: theme.spacing(0.5, 1),
    borderColor: theme.colors.error.border,
    overflowWrap: 'anywhere',
    pointerEvents: 'auto',
  }),
});
