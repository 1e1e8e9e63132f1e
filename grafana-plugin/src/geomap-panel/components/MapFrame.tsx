import React, { type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { TILES_CLASS } from '../map/basemap';
import { mapPalette } from '../scene/colors';
import { testIds } from '../testIds';
import type { BasemapOptions } from '../types';

const text = {
  label: 'Mesh map. Arrow keys move, plus and minus zoom, f fits to the data, slash searches, Escape lets go.',
};

export interface MapFrameProps {
  readonly width: number;
  readonly height: number;
  readonly targetRef: RefObject<HTMLDivElement | null>;
  readonly basemap: BasemapOptions;
  readonly isBoxing: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

/** The element OpenLayers draws in, with what its style sheet would have set, and the overlays above. */
export function MapFrame({ width, height, targetRef, basemap, isBoxing, onKeyDown, children }: MapFrameProps) {
  const styles = useStyles2(getStyles);
  return (
    <div
      className={cx(styles.frame, basemap.type === 'world' ? styles.water : styles.empty)}
      style={{ width, height }}
      data-testid={testIds.panel}
    >
      <div
        ref={targetRef as RefObject<HTMLDivElement>}
        className={cx(styles.map, isBoxing && styles.boxing)}
        tabIndex={0}
        role="application"
        aria-label={text.label}
        data-testid={testIds.canvas}
        onKeyDown={onKeyDown}
      />
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
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    [`.${TILES_CLASS}`]: theme.isDark ? { filter: 'invert(1) hue-rotate(180deg) saturate(0.55) brightness(0.95)' } : {},
  }),
  boxing: css({ cursor: 'crosshair' }),
});
