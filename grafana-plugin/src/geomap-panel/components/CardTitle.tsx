import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export interface CardTitleProps {
  readonly title: string;
  readonly subtitle: string;
  readonly color?: string | undefined;
}

/** Name of a thing with what it is below. */
export function CardTitle({ title, subtitle, color }: CardTitleProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.names}>
      <div className={styles.name}>
        {color !== undefined && <span className={styles.dot} style={{ background: color }} />}
        {title}
      </div>
      {subtitle !== '' && <div className={styles.subtitle}>{subtitle}</div>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  names: css({ flex: 1, minWidth: 0 }),
  name: css({
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    lineHeight: 1.25,
  }),
  subtitle: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  dot: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 4, marginRight: 6 }),
});
