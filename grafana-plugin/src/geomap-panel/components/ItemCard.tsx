import React from 'react';
import { css, cx } from '@emotion/css';
import type { Field, GrafanaTheme2, ActionModel, LinkModel } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  IconButton,
  useStyles2,
  VizTooltipColorIndicator,
  VizTooltipContent,
  VizTooltipFooter,
  VizTooltipHeader,
} from '@grafana/ui';
import type { Description } from '../describe/description';
import { testIds } from '../testIds';
import { chrome } from './chrome';

export interface ItemCardProps {
  readonly description: Description;
  readonly links: Array<LinkModel<Field>>;
  readonly actions: Array<ActionModel<Field>>;
  readonly onClose: () => void;
}

/** Card of a clicked link, hop, track, waypoint or cell. */
export function ItemCard({ description: { title, subtitle, color, rows }, links, actions, onClose }: ItemCardProps) {
  const styles = useStyles2(getStyles);
  const colorIndicator = VizTooltipColorIndicator.marker_md;
  return (
    <section className={cx(styles.chrome, styles.card)} aria-label={title} data-testid={testIds.card}>
      <div className={styles.close}>
        <IconButton
          name="times"
          tooltip={t('item-card.close', 'Close (Esc)')}
          data-testid={testIds.cardClose}
          onClick={onClose}
        />
      </div>
      <VizTooltipHeader
        isPinned
        item={{ label: title, value: subtitle, ...(color === undefined ? {} : { color, colorIndicator }) }}
      />
      {rows.length > 0 && (
        <VizTooltipContent
          isPinned
          scrollable
          maxHeight={320}
          items={rows.map(({ label, value, color: own }) => ({
            label,
            value,
            ...(own === undefined ? {} : { color: own, colorIndicator }),
          }))}
        />
      )}
      {(links.length > 0 || actions.length > 0) && <VizTooltipFooter dataLinks={links} actions={actions} />}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  card: css({ position: 'relative', width: 280, minHeight: 0, overflowY: 'auto', pointerEvents: 'auto' }),
  close: css({ position: 'absolute', top: theme.spacing(0.75), right: theme.spacing(0.25), zIndex: 1 }),
});
