import React, { useLayoutEffect, useRef, useState } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2 } from '@grafana/ui';
import type { Description } from '../describe/description';
import { testIds } from '../testIds';
import { CardTitle } from './CardTitle';
import { chrome } from './chrome';
import { Facts } from './Facts';

const OFFSET_PX = 12;

export interface HoverTooltipProps {
  readonly description: Description;
  /** Of the pointer in the window. */
  readonly x: number;
  readonly y: number;
}

/** On the side of the pointer where there is room. */
const besides = (pointer: number, length: number, room: number) =>
  pointer + OFFSET_PX + length <= room ? pointer + OFFSET_PX : Math.max(0, pointer - OFFSET_PX - length);

/**
 * Tooltip with the short description of a thing, beside the pointer. It uses none of Grafana's tooltip parts: they differ
 * between versions, and a missing one would leave the map without tooltips.
 */
export function HoverTooltip({ description: { title, subtitle, color, rows }, x, y }: HoverTooltipProps) {
  const styles = useStyles2(getStyles);
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = box.current ?? {};
    setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
  }, [title, subtitle, rows]);
  return (
    <Portal>
      <div
        ref={box}
        className={cx(styles.chrome, styles.box)}
        style={{ left: besides(x, size.width, window.innerWidth), top: besides(y, size.height, window.innerHeight) }}
        role="tooltip"
        data-testid={testIds.tooltip}
      >
        <CardTitle title={title} subtitle={subtitle} color={color} />
        {rows.length > 0 && <Facts rows={rows} />}
      </div>
    </Portal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  box: css({
    position: 'fixed',
    display: 'grid',
    gap: theme.spacing(0.5),
    maxWidth: 320,
    padding: theme.spacing(0.75, 1.25),
    pointerEvents: 'none',
    zIndex: theme.zIndex.tooltip,
  }),
});
