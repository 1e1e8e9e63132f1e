import React, { type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { TILES_CLASS } from '../map/basemap';
import { mapPalette } from '../scene/colors';
import type { Tool } from './Toolbar';
import { testIds } from '../testIds';
import type { BasemapOptions } from '../types';

export interface MapFrameProps {
  readonly width: number;
  readonly height: number;
  readonly targetRef: RefObject<HTMLDivElement | null>;
  readonly basemap: BasemapOptions;
  readonly tool: Tool | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

/** The element OpenLayers draws in, with what its style sheet would have set, and the overlays above. */
export function MapFrame({ width, height, targetRef, basemap, tool, onKeyDown, children }: MapFrameProps) {
  const styles = useStyles2(getStyles);
  return (
    <div
      className={cx(styles.frame, basemap.type === 'world' ? styles.water : styles.empty)}
      style={{ width, height }}
      data-testid={testIds.panel}
    >
      <div
        ref={targetRef as RefObject<HTMLDivElement>}
        className={cx(styles.map, tool !== undefined && styles.aiming)}
        tabIndex={0}
        role="application"
        aria-label={t(
          'map-frame.label',
          'Mesh map. Arrow keys pan, plus and minus zoom, F fits to the data, slash searches, M measures, B selects nodes in view, Enter applies the tool at the map center, C copies a link, Escape clears the selection.',
        )}
        data-testid={testIds.canvas}
        onKeyDown={onKeyDown}
      />
      {tool !== undefined && <div className={styles.aim} aria-hidden />}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    position: 'relative',
    overflow: 'hidden',
    borderRadius: theme.shape.radius.default,
    '.mesh-map-box': {
      border: `1.5px solid ${theme.colors.primary.border}`,
      background: theme.colors.primary.transparent,
    },
  }),
  water: css({ background: mapPalette(theme).water }),
  empty: css({ background: theme.colors.background.primary }),
  map: css({
    position: 'absolute',
    inset: 0,
    // One finger scrolls the page; two move and zoom the map.
    '&, & *': { touchAction: 'pan-x pan-y' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    [`.${TILES_CLASS}`]: theme.isDark ? { filter: 'invert(1) hue-rotate(180deg) saturate(0.55) brightness(0.95)' } : {},
  }),
  aiming: css({ cursor: 'crosshair' }),
  // Where Enter measures: only for those who came with the keyboard.
  aim: css({
    display: 'none',
    position: 'absolute',
    left: '50%',
    top: '50%',
    width: 23,
    height: 23,
    transform: 'translate(-50%, -50%)',
    pointerEvents: 'none',
    background: `linear-gradient(${theme.colors.primary.text}, ${theme.colors.primary.text}) center / 100% 1px no-repeat, linear-gradient(${theme.colors.primary.text}, ${theme.colors.primary.text}) center / 1px 100% no-repeat`,
    ':focus-visible + &': { display: 'block' },
  }),
});
