import React, { useMemo, type RefObject } from 'react';
import { css } from '@emotion/css';
import { colorManipulator, type GrafanaTheme2, type InterpolateFunction } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type OlMap from 'ol/Map';
import type { DescribeContext } from '../describe/fieldRows';
import type { MapState } from '../hooks/useMapState';
import type { Playback } from '../hooks/usePlayback';
import { routesLayer, shownRoute } from '../layers/routes/layer';
import { attributionOf } from '../map/basemap';
import type { Measurement } from '../map/measure';
import { zoomBy } from '../map/view';
import { legendLayers } from '../layers/legend';
import type { Scene } from '../scene/scene';
import { testIds } from '../testIds';
import type { MeshMapOptions } from '../types';
import { Legend } from './Legend';
import { MapStatus } from './MapStatus';
import { MeasureReadout } from './MeasureReadout';
import { PickedCard } from './PickedCard';
import { PlaybackBar } from './PlaybackBar';
import { RoutePicker } from './RoutePicker';
import { ScaleBar } from './ScaleBar';
import { SearchBox } from './SearchBox';
import { Toolbar } from './Toolbar';

/** Below this, controls would cover the map they are for. */
const ROOMY = { width: 480, height: 280 };

export interface MapOverlaysProps {
  readonly map: OlMap;
  readonly options: MeshMapOptions;
  readonly scene: Scene;
  readonly state: MapState;
  readonly playback: Playback;
  /** New data arrives by itself. */
  readonly isStreaming: boolean;
  readonly measurement: Measurement | undefined;
  readonly context: DescribeContext;
  readonly size: { readonly width: number; readonly height: number };
  readonly search: RefObject<HTMLInputElement | null>;
  readonly problem: string | undefined;
  readonly replaceVariables: InterpolateFunction;
  readonly onFit: () => void;
  readonly onCopyLink: () => void;
  readonly onShow: (nodeId: string) => void;
}

/** Controls, legend, cards and status above the map. */
export function MapOverlays(props: MapOverlaysProps) {
  const { map, options, scene, state, playback, isStreaming, measurement, context, size, search, onFit, onShow } =
    props;
  const styles = useStyles2(getStyles);
  const { controls } = options;
  const isRoomy = size.width >= ROOMY.width && size.height >= ROOMY.height;
  const layers = useMemo(
    () => legendLayers({ options, scene, theme: context.theme }, state.hiddenLayers),
    [options, scene, context.theme, state.hiddenLayers],
  );
  const attribution = props.replaceVariables(attributionOf(options.basemap));
  const hasLegend = controls.legend && size.width >= 300 && size.height >= 200 && layers.length > 0;
  const hasRoutes = options.routes.show && scene.mesh.routes.length > 0 && !state.hiddenLayers.has(routesLayer.id);
  return (
    <div className={styles.layout}>
      <div className={styles.columns}>
        <div className={styles.left}>
          {controls.search && isRoomy && (
            <SearchBox
              nodes={scene.mesh.nodes}
              inputRef={search}
              onPick={onShow}
              onLeave={() => map.getTargetElement()?.focus()}
            />
          )}
          <Toolbar
            showZoom={controls.zoom}
            showTools={controls.tools && isRoomy}
            tool={state.tool}
            onZoom={(delta) => zoomBy(map, delta)}
            onFit={onFit}
            onTool={state.toggleTool}
            onCopyLink={props.onCopyLink}
          />
          {hasLegend && (
            <div className={styles.legend}>
              <Legend
                layers={layers}
                startOpen={isRoomy}
                onToggleLayer={state.toggleLayer}
                onToggleKind={state.toggleKind}
              >
                {hasRoutes && (
                  <RoutePicker
                    routes={scene.mesh.routes}
                    shown={shownRoute(scene)}
                    timeZone={context.timeZone}
                    onPick={state.setRouteId}
                  />
                )}
              </Legend>
            </div>
          )}
        </div>
        <div className={styles.right}>
          {state.tool === 'measure' && <MeasureReadout measurement={measurement} />}
          <PickedCard
            map={map}
            mesh={scene.mesh}
            state={state}
            context={context}
            replaceVariables={props.replaceVariables}
            onShow={onShow}
          />
          <div className={styles.corner}>
            <MapStatus mesh={scene.mesh} problem={props.problem} />
            {controls.scale && <ScaleBar map={map} />}
            {attribution !== '' && (
              <div className={styles.attribution} data-testid={testIds.attribution}>
                {attribution}
              </div>
            )}
          </div>
        </div>
      </div>
      {controls.playback && (
        <PlaybackBar
          playback={playback}
          isStreaming={isStreaming}
          timeZone={context.timeZone}
          isNarrow={size.width < ROOMY.width}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  layout: css({
    position: 'absolute',
    inset: theme.spacing(1),
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    pointerEvents: 'none',
    zIndex: 1,
  }),
  columns: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    flex: '1 1 0',
    minHeight: 0,
  }),
  left: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minHeight: 0, flex: 'none' }),
  legend: css({ marginTop: 'auto', minHeight: 0, display: 'flex', alignItems: 'flex-end' }),
  right: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-end',
    gap: theme.spacing(1),
    minHeight: 0,
    minWidth: 0,
  }),
  corner: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-end',
    gap: 4,
    marginTop: 'auto',
    flex: 'none',
    padding: theme.spacing(0.25, 0.5),
    borderRadius: theme.shape.radius.default,
    background: colorManipulator.alpha(theme.colors.background.primary, 0.6),
  }),
  attribution: css({
    fontSize: 9,
    lineHeight: '11px',
    color: theme.colors.text.secondary,
    textShadow: `0 0 3px ${theme.colors.background.primary}`,
  }),
});
