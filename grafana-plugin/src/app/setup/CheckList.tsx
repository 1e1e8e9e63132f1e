import type { GrafanaTheme2, IconName } from '@grafana/data';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Icon, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Check, CheckState } from './checks';

const icons: Readonly<Record<CheckState, IconName>> = {
  ok: 'check-circle',
  warning: 'exclamation-triangle',
  error: 'times-circle',
  waiting: 'circle',
};

function stateLabel(state: CheckState): string {
  switch (state) {
    case 'ok':
      return t('check-list.ok', 'OK');
    case 'warning':
      return t('check-list.warning', 'Warning');
    case 'error':
      return t('check-list.error', 'Error');
    case 'waiting':
      return t('check-list.waiting', 'Pending');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(2) }),
  item: css({ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: theme.spacing(1.5), alignItems: 'start' }),
  ok: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  error: css({ color: theme.colors.error.text }),
  waiting: css({ color: theme.colors.text.disabled }),
});

export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ol className={styles.list} aria-live="polite">
      {checks.map(({ title, state, text }) => (
        <li key={title} className={styles.item} data-testid={`check ${title}`} data-state={state}>
          <span className={styles[state]} title={stateLabel(state)}>
            <Icon key={state} name={icons[state]} size="xl" aria-label={stateLabel(state)} />
          </span>
          <div>
            <Text element="h3" variant="h5">
              {title}
            </Text>
            <Text element="p" color="secondary">
              {text}
            </Text>
          </div>
        </li>
      ))}
    </ol>
  );
}
