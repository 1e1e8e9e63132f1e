import { LoadingPlaceholder } from '@grafana/ui';
import { useMemo } from 'react';
import { DATA_SOURCE_UID } from '../../components/navigation';
import { SceneView } from '../../components/SceneView';
import { useDataSource } from '../useDataSource';
import { buildQueryScene } from './queryScene';

/** `/explore`: the query editor, and a panel with the result of its queries. */
export function ExplorePage() {
  const source = useDataSource(DATA_SOURCE_UID);
  const scene = useMemo(() => source && buildQueryScene(source), [source]);
  return scene === undefined ? <LoadingPlaceholder text="Loading" /> : <SceneView scene={scene} />;
}
