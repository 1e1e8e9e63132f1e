import { css } from '@emotion/css';
import { CoreApp, type GrafanaTheme2 } from '@grafana/data';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { DATA_SOURCE_UID } from '../../components/navigation';
import { SceneView } from '../../components/SceneView';
import { useDataSource } from '../useDataSource';
import { buildQueryScene } from './queryScene';

/** The query editor over a panel that shows what the query answers. */
export function ExplorePage() {
  const styles = useStyles2(getStyles);
  const source = useDataSource(DATA_SOURCE_UID);
  const scene = useMemo(() => source && buildQueryScene(source, CoreApp.PanelEditor), [source]);
  return (
    <div className={styles}>
      {scene === undefined ? <LoadingPlaceholder text="Loading" /> : <SceneView scene={scene} />}
    </div>
  );
}

const getStyles = (_theme: GrafanaTheme2) => css({ minHeight: '100%' });
