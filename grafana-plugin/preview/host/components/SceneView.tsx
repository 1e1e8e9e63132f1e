import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

/** Shows a scene, and synchronizes its variables and time range with the URL. */
export function SceneView({ scene }: { scene: EmbeddedScene }) {
  const styles = useStyles2(getStyles);
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
      <div className={styles.scene}>
        <scene.Component model={scene} />
      </div>
    </UrlSyncContextProvider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scene: css({
    padding: theme.spacing(2),
    minHeight: '100%',
    display: 'flex',
    flexDirection: 'column',
    [theme.breakpoints.down('md')]: { padding: theme.spacing(1) },
  }),
});
