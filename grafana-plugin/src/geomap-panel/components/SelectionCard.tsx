import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { MapNode } from '../frames/model';
import { testIds } from '../testIds';
import type { Narrowing } from '../hooks/useNarrowing';
import { CardLinks } from './CardLinks';
import { chrome } from './chrome';
import { NarrowButtons } from './NarrowButtons';

const title = (count: number) =>
  t('selection-card.title', '{{count}} nodes selected', { count, defaultValue_one: '{{count}} node selected' });
const more = (count: number) =>
  t('selection-card.more', 'and {{count}} more', { count, defaultValue_one: 'and {{count}} more' });
const SHOWN = 60;

export interface SelectionCardProps {
  readonly nodes: readonly MapNode[];
  readonly narrowing: Narrowing | undefined;
  readonly onShow: (nodeId: string) => void;
  readonly onClose: () => void;
}

/** List of several selected nodes; a click opens the card of one. */
export function SelectionCard({ nodes, narrowing, onShow, onClose }: SelectionCardProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={cx(styles.chrome, styles.card)} data-testid={testIds.selection}>
      <header className={styles.header}>
        <span>{title(nodes.length)}</span>
        <IconButton name="times" tooltip={t('selection-card.close', 'Clear selection (Esc)')} onClick={onClose} />
      </header>
      <ul className={styles.list}>
        {nodes.slice(0, SHOWN).map(({ id, name }) => (
          <li key={id}>
            <button type="button" className={styles.node} onClick={() => onShow(id)}>
              {name}
            </button>
          </li>
        ))}
        {nodes.length > SHOWN && <li className={styles.more}>{more(nodes.length - SHOWN)}</li>}
      </ul>
      <CardLinks links={[]} actions={[]}>
        {narrowing !== undefined && <NarrowButtons narrowing={narrowing} nodeIds={nodes.map(({ id }) => id)} />}
      </CardLinks>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  card: css({ width: 240, minHeight: 0, display: 'flex', flexDirection: 'column', pointerEvents: 'auto' }),
  header: css({
    display: 'flex',
    justifyContent: 'space-between',
    padding: theme.spacing(0.75, 0.5, 0.5, 1.25),
    fontWeight: theme.typography.fontWeightMedium,
  }),
  list: css({ listStyle: 'none', overflowY: 'auto', padding: theme.spacing(0, 1.25, 1), minHeight: 0 }),
  node: css({
    background: 'none',
    border: 'none',
    padding: '1px 0',
    color: theme.colors.text.link,
    textAlign: 'left',
    overflowWrap: 'anywhere',
  }),
  more: css({ color: theme.colors.text.secondary }),
});
