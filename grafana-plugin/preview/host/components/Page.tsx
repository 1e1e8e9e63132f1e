import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

export interface PageProps {
  title: ReactNode;
  subTitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, subTitle, actions, children }: PageProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {subTitle !== undefined && <p className={styles.subTitle}>{subTitle}</p>}
        </div>
        <div className={styles.actions}>{actions}</div>
      </header>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    width: '100%',
    maxWidth: theme.breakpoints.values.xl,
    margin: '0 auto',
    padding: theme.spacing(3, 3, 6),
    [theme.breakpoints.down('md')]: { padding: theme.spacing(2, 1.5, 4) },
  }),
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    marginBottom: theme.spacing(3),
  }),
  words: css({ flex: '1 1 320px' }),
  title: css({ margin: 0 }),
  subTitle: css({ margin: theme.spacing(0.5, 0, 0), color: theme.colors.text.secondary, maxWidth: '72ch' }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
});
