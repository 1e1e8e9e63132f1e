import React from 'react';
import { css, cx } from '@emotion/css';
import type { Field, GrafanaTheme2, ActionModel, LinkModel } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { Description } from '../describe/description';
import { testIds } from '../testIds';
import { CardLinks } from './CardLinks';
import { CardTitle } from './CardTitle';
import { chrome } from './chrome';
import { Facts } from './Facts';

export interface ItemCardProps {
  readonly description: Description;
  readonly links: Array<LinkModel<Field>>;
  readonly actions: Array<ActionModel<Field>>;
  readonly onClose: () => void;
}

/** Card of a clicked link, hop, track, waypoint or cell. */
export function ItemCard({ description: { title, subtitle, color, rows }, links, actions, onClose }: ItemCardProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={cx(styles.chrome, styles.card)} aria-label={title} data-testid={testIds.card}>
      <header className={styles.header}>
        <CardTitle title={title} subtitle={subtitle} color={color} />
        <IconButton
          name="times"
          tooltip={t('item-card.close', 'Close (Esc)')}
          data-testid={testIds.cardClose}
          onClick={onClose}
        />
      </header>
      <div className={styles.body}>
        <Facts rows={rows} />
      </div>
      <CardLinks links={links} actions={actions} />
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  card: css({
    width: 280,
    maxWidth: '100%',
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    pointerEvents: 'auto',
  }),
  header: css({ display: 'flex', alignItems: 'flex-start', padding: theme.spacing(1, 0.5, 0.75, 1.25) }),
  body: css({ overflowY: 'auto', padding: theme.spacing(0, 1.25, 1), minHeight: 0 }),
});
