import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Background and border shared by all controls on the map. */
export const chrome = (theme: GrafanaTheme2) =>
  css({
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z1,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
  });

/** For people who listen to the page. */
export const spokenOnly = css({
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
});

/** A button that looks like text. */
export const plainButton = (theme: GrafanaTheme2) =>
  ({
    background: 'none',
    border: 'none',
    padding: 0,
    textAlign: 'left',
    color: 'inherit',
    fontSize: 'inherit',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 1 },
  }) as const;
