import { css } from '@emotion/css';
import { PageLayoutType, type GrafanaTheme2 } from '@grafana/data';
import { config, type PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import { Page } from './Page';

/** Layout of an app's page: title, subtitle and actions above the content. */
export function PluginPage({ children, pageNav, subTitle, actions, info, renderTitle, layout }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const app = Object.values(config.apps).find(({ id }) => pathname.startsWith(`/a/${id}`));
  if (layout === PageLayoutType.Custom || layout === PageLayoutType.Canvas) {
    return <div className={styles.bare}>{children}</div>;
  }
  const title = pageNav?.text ?? pageNameOf(app?.id, pathname) ?? '';
  return (
    <Page
      title={renderTitle === undefined ? title : renderTitle(title)}
      subTitle={subTitle ?? pageNav?.subTitle}
      actions={
        <>
          {info?.map(({ label, value }) => (
            <span key={label} className={styles.info}>
              {label}: {value}
            </span>
          ))}
          {actions}
        </>
      }
    >
      {children}
    </Page>
  );
}

interface Include {
  readonly type: string;
  readonly name: string;
  readonly path?: string;
}

/** The title of a page is the name of the entry of `includes` with its path. */
function pageNameOf(appId: string | undefined, pathname: string): string | undefined {
  const app = Object.values(config.apps).find(({ id }) => id === appId) as { includes?: Include[] } | undefined;
  return app?.includes?.find(({ type, path }) => type === 'page' && path === pathname)?.name;
}

const getStyles = (theme: GrafanaTheme2) => ({
  bare: css({ height: '100%', padding: theme.spacing(2) }),
  info: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
