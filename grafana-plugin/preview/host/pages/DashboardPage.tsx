import { getBackendSrv } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { NotEmulated } from '../components/NotEmulated';
import { SceneView } from '../components/SceneView';
import { buildScene } from '../scene/buildScene';
import type { DashboardModel } from '../scene/dashboardModel';
import { viewedPanel } from '../scene/panelMenu';

/** `/d/<uid>`: a dashboard, or one of its panels alone. */
export function DashboardPage() {
  const { uid = '' } = useParams();
  const viewed = viewedPanel(new URLSearchParams(useLocation().search));
  const model = useDashboard(uid);
  const scene = useMemo(() => (typeof model === 'object' ? buildScene(model, viewed) : undefined), [model, viewed]);
  if (scene !== undefined) {
    return <SceneView key={`${uid}-${viewed}`} scene={scene} />;
  }
  return model === 'unknown' ? <NotEmulated /> : <LoadingPlaceholder text="Loading" />;
}

function useDashboard(uid: string): DashboardModel | 'unknown' | undefined {
  const [loaded, setLoaded] = useState<{ uid: string; model: DashboardModel | 'unknown' }>();
  useEffect(() => {
    let left = false;
    const keep = (model: DashboardModel | 'unknown') => !left && setLoaded({ uid, model });
    getBackendSrv()
      .get<{ dashboard: DashboardModel }>(`/api/dashboards/uid/${uid}`, undefined, undefined, { showErrorAlert: false })
      .then(({ dashboard }) => keep(dashboard))
      .catch(() => keep('unknown'));
    return () => {
      left = true;
    };
  }, [uid]);
  return loaded?.uid === uid ? loaded.model : undefined;
}
