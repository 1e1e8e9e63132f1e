import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import { testIds } from '../testIds';
import { chrome } from './chrome';

export type Tool = 'measure' | 'box';

export interface ToolbarProps {
  readonly showZoom: boolean;
  readonly showTools: boolean;
  readonly tool: Tool | undefined;
  readonly onZoom: (delta: number) => void;
  readonly onFit: () => void;
  readonly onTool: (tool: Tool) => void;
  readonly onCopyLink: () => void;
}

interface Entry {
  readonly icon: IconName;
  readonly label: string;
  readonly testId: string;
  readonly isActive?: boolean;
  readonly onClick: () => void;
}

function Group({ entries }: { readonly entries: readonly Entry[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={cx(styles.chrome, styles.group)}>
      {entries.map(({ icon, label, testId, isActive = false, onClick }) => (
        <div key={icon} className={cx(styles.slot, isActive && styles.active)}>
          <IconButton
            name={icon}
            size="md"
            tooltip={label}
            tooltipPlacement="right"
            aria-pressed={isActive}
            data-testid={testId}
            onClick={onClick}
          />
        </div>
      ))}
    </div>
  );
}

/** Zoom, fit and tools, in one column. */
export function Toolbar({ showZoom, showTools, tool, onZoom, onFit, onTool, onCopyLink }: ToolbarProps) {
  const styles = useStyles2(getStyles);
  const zoom: Entry[] = [
    { icon: 'plus', label: t('toolbar.zoom-in', 'Zoom in (+)'), testId: testIds.zoomIn, onClick: () => onZoom(1) },
    { icon: 'minus', label: t('toolbar.zoom-out', 'Zoom out (−)'), testId: testIds.zoomOut, onClick: () => onZoom(-1) },
    {
      icon: 'expand-arrows',
      label: t('toolbar.fit', 'Fit to data (f); press again to include outliers'),
      testId: testIds.fit,
      onClick: onFit,
    },
  ];
  const tools: Entry[] = [
    {
      icon: 'ruler-combined',
      label: t('toolbar.measure', 'Measure distance and bearing (m)'),
      testId: testIds.measure,
      isActive: tool === 'measure',
      onClick: () => onTool('measure'),
    },
    {
      icon: 'square-shape',
      label: t('toolbar.box-select', 'Select nodes in a box (b, or Shift and drag)'),
      testId: testIds.boxSelect,
      isActive: tool === 'box',
      onClick: () => onTool('box'),
    },
    {
      icon: 'link',
      label: t('toolbar.copy-link', 'Copy link to this view (c)'),
      testId: testIds.copyLink,
      onClick: onCopyLink,
    },
  ];
  return (
    <div
      className={styles.column}
      role="toolbar"
      aria-label={t('toolbar.label', 'Map tools')}
      aria-orientation="vertical"
    >
      {showZoom && <Group entries={zoom} />}
      {showTools && <Group entries={tools} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), alignItems: 'flex-start' }),
  // Only what can be seen takes the pointer: below it is the map.
  group: css({ display: 'flex', flexDirection: 'column', padding: 2, width: 'fit-content', pointerEvents: 'auto' }),
  slot: css({
    display: 'grid',
    placeItems: 'center',
    width: 26,
    height: 26,
    borderRadius: theme.shape.radius.default,
    button: { margin: 0 },
  }),
  active: css({ background: theme.colors.action.selected, color: theme.colors.primary.text }),
});
