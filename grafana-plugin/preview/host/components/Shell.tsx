import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, IconButton, ScrollContainer, Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom-v5-compat';
import { APP_ID, sections } from './navigation';
import { changeTheme } from './ThemeProvider';

const disclaimer =
  'This page runs the built plugin with Grafana’s own libraries, but without a Grafana server. Navigation, pages and core visualizations are reduced replacements.';

export function Shell({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const [menuOpen, setMenuOpen] = useState(false);
  return (
    <div className={styles.shell}>
      <TopBar menuOpen={menuOpen} onMenu={() => setMenuOpen(!menuOpen)} />
      <div className={styles.below}>
        <Menu open={menuOpen} onChosen={() => setMenuOpen(false)} />
        <main className={styles.main} id="page">
          <ScrollContainer height="100%" id="page-scrollbar">
            {children}
          </ScrollContainer>
        </main>
      </div>
    </div>
  );
}

function TopBar({ menuOpen, onMenu }: { menuOpen: boolean; onMenu: () => void }) {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  const { pathname } = useLocation();
  const current = sections()
    .flatMap(({ title, items }) => items.map((item) => ({ title, ...item })))
    .find(({ path }) => isAt(pathname, path));
  return (
    <header className={styles.bar}>
      <IconButton
        className={styles.menuButton}
        name="bars"
        size="lg"
        aria-label="Menu"
        aria-expanded={menuOpen}
        onClick={onMenu}
      />
      <Link to="/" className={styles.brand} aria-label="Home">
        <img src={`/public/plugins/${APP_ID}/img/logo.svg`} alt="" width={24} height={24} />
      </Link>
      <nav className={styles.crumbs} aria-label="Breadcrumbs">
        <span className={cx(styles.crumb, current !== undefined && styles.optional)}>Mesh Observatory</span>
        {current !== undefined && (
          <>
            <Icon name="angle-right" className={cx(styles.separator, styles.optional)} />
            <span className={cx(styles.crumb, styles.optional)}>{current.title}</span>
            <Icon name="angle-right" className={cx(styles.separator, styles.optional)} />
            <span className={styles.crumb} aria-current="page">
              {current.text}
            </span>
          </>
        )}
      </nav>
      <Tooltip content={disclaimer} placement="bottom">
        <span data-testid="preview-notice" tabIndex={0}>
          <Badge color="orange" icon="info-circle" text="Preview, not Grafana" />
        </span>
      </Tooltip>
      <IconButton
        name="adjust-circle"
        size="lg"
        tooltip={isDark ? 'Light theme' : 'Dark theme'}
        aria-label={isDark ? 'Light theme' : 'Dark theme'}
        onClick={() => changeTheme(isDark ? 'light' : 'dark')}
      />
    </header>
  );
}

function Menu({ open, onChosen }: { open: boolean; onChosen: () => void }) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  return (
    <aside className={cx(styles.menu, open && styles.menuOpen)} data-testid="preview-menu">
      <nav aria-label="Pages">
        {sections().map(({ title, items }) => (
          <section key={title} className={styles.section}>
            <h2 className={styles.sectionTitle}>{title}</h2>
            <ul className={styles.list}>
              {items.map(({ path, text, icon }) => (
                <li key={path}>
                  <Link
                    to={path}
                    onClick={onChosen}
                    className={cx(styles.item, isAt(pathname, path) && styles.current)}
                    aria-current={isAt(pathname, path) ? 'page' : undefined}
                  >
                    <Icon name={icon} />
                    {text}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <p className={styles.about}>{disclaimer}</p>
    </aside>
  );
}

/** Whether the page is the one at the path, or below it. */
const isAt = (pathname: string, path: string) => pathname === path || pathname.startsWith(`${path}/`);

const BAR_HEIGHT = 48;
const MENU_WIDTH = 232;

const getStyles = (theme: GrafanaTheme2) => ({
  shell: css({
    display: 'flex',
    flexDirection: 'column',
    height: '100dvh',
    background: theme.colors.background.canvas,
  }),
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    flex: `0 0 ${BAR_HEIGHT}px`,
    padding: theme.spacing(0, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  menuButton: css({ display: 'none', [theme.breakpoints.down('lg')]: { display: 'inline-flex' } }),
  brand: css({ display: 'flex' }),
  crumbs: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: 1,
    minWidth: 0,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  crumb: css({
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    '&[aria-current="page"]': { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  separator: css({ color: theme.colors.text.disabled, flex: 'none' }),
  optional: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  below: css({ display: 'flex', flex: 1, minHeight: 0, position: 'relative' }),
  menu: css({
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    flex: `0 0 ${MENU_WIDTH}px`,
    overflowY: 'auto',
    padding: theme.spacing(2, 1),
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('lg')]: {
      display: 'none',
      position: 'absolute',
      inset: '0 auto 0 0',
      width: MENU_WIDTH,
      zIndex: theme.zIndex.sidemenu,
      boxShadow: theme.shadows.z3,
    },
  }),
  menuOpen: css({ '&&': { display: 'flex' } }),
  section: css({ marginBottom: theme.spacing(2) }),
  sectionTitle: css({
    margin: 0,
    padding: theme.spacing(0.5, 1.5),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.secondary,
  }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  item: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1.5),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
  }),
  current: css({ background: theme.colors.action.selected, color: theme.colors.text.primary }),
  about: css({
    padding: theme.spacing(0, 1.5),
    margin: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.disabled,
  }),
  main: css({ flex: 1, minWidth: 0 }),
});
