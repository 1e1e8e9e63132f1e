import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTheme2 } from '@grafana/ui';
import { describeItem } from '../describe/describeItem';
import type { MeshData } from '../frames/model';
import { useClicks } from '../hooks/useClicks';
import { useFit } from '../hooks/useFit';
import { useHighlight } from '../hooks/useHighlight';
import { useHover } from '../hooks/useHover';
import { useKeyboard } from '../hooks/useKeyboard';
import { useLayers } from '../hooks/useLayers';
import { useMap } from '../hooks/useMap';
import { useMapState } from '../hooks/useMapState';
import { usePlayback } from '../hooks/usePlayback';
import { useScene } from '../hooks/useScene';
import { usePointedElsewhere, usePublishHover } from '../hooks/useSharedHover';
import { useStreaming } from '../hooks/useStreaming';
import { useTools } from '../hooks/useTools';
import { useBoundsVariable, useNodeVariable } from '../hooks/useVariables';
import { shareView } from '../map/shareLink';
import { centerOn, goTo } from '../map/view';
import { presentOf } from '../scene/present';
import type { MeshMapOptions, MeshMapProps } from '../types';
import { HoverTooltip } from './HoverTooltip';
import { MapFrame } from './MapFrame';
import { MapOverlays } from './MapOverlays';
import { NODE_ZOOM } from './PickedCard';

export interface MapViewProps extends Omit<MeshMapProps, 'options'> {
  readonly options: MeshMapOptions;
  readonly mesh: MeshData;
}

/** The map with everything on it: hooks keep the map up to date, overlays are ordinary components above it. */
export function MapView(props: MapViewProps) {
  const { id, options, mesh, data, timeRange, timeZone, width, height, eventBus, replaceVariables } = props;
  const theme = useTheme2();
  const target = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const handle = useMap(target, options, id);
  const { map } = handle;
  const state = useMapState();
  const present = useMemo(() => presentOf(mesh, timeRange), [mesh, timeRange]);
  const playback = usePlayback(timeRange.from.valueOf(), present);
  const isStreaming = useStreaming(data);
  const scene = useScene({
    mesh,
    now: present,
    played: options.controls.playback ? playback.time : undefined,
    gapMinutes: options.tracks.gapMinutes,
    selected: state.selected,
    hiddenKinds: state.hiddenKinds,
    routeId: state.routeId,
  });
  const stack = useMemo(
    () => ({ options, theme, scene, hidden: state.hiddenLayers }),
    [options, theme, scene, state.hiddenLayers],
  );
  const layers = useLayers(map, stack, setProblem);
  const fit = useFit(handle, mesh, options, { width, height });
  const hover = useHover(map, layers, options.interaction.tooltip && state.tool === undefined);
  const pointed = usePointedElsewhere(eventBus, options.interaction.sharedHover);
  const { measurement, use: applyTool } = useTools({ map, mesh: scene.mesh, theme, ground: layers, state });
  useClicks(map, layers, state);
  useHighlight(map, theme, scene.mesh, options, hover, pointed);
  useNodeVariable(options.interaction.nodeVariable, state.selected);
  useBoundsVariable(map, options.interaction.boundsVariable);

  const { followed, select } = state;
  const followedNode = followed === undefined ? undefined : scene.mesh.nodeById.get(followed);
  useEffect(() => {
    if (followedNode !== undefined) {
      centerOn(map, followedNode);
    }
  }, [map, followedNode]);

  const show = useCallback(
    (nodeId: string) => {
      const position = scene.mesh.nodeById.get(nodeId)?.position;
      select([nodeId]);
      if (position !== undefined) {
        goTo(map, position, NODE_ZOOM);
      }
    },
    [map, scene.mesh, select],
  );
  const onCopyLink = useCallback(() => void shareView(map, id), [map, id]);
  const onKeyDown = useKeyboard({
    map,
    state,
    search,
    onFit: fit,
    onCopyLink,
    onUseTool: applyTool,
    playback: options.controls.playback ? playback : undefined,
  });

  const context = { theme, timeZone, at: scene.at };
  const described =
    hover && describeItem(hover.item, { ...context, mesh: scene.mesh, colorBy: options.nodes.colorBy, row: hover.row });
  usePublishHover(eventBus, options.interaction.sharedHover, described?.ref, hover?.time);

  return (
    <MapFrame
      width={width}
      height={height}
      targetRef={target}
      basemap={options.basemap}
      tool={state.tool}
      onKeyDown={onKeyDown}
    >
      <MapOverlays
        map={map}
        options={options}
        scene={scene}
        state={state}
        playback={playback}
        isStreaming={isStreaming}
        measurement={measurement}
        context={context}
        size={{ width, height }}
        search={search}
        problem={problem}
        replaceVariables={replaceVariables}
        onFit={fit}
        onCopyLink={onCopyLink}
        onShow={show}
      />
      {hover && described && <HoverTooltip description={described} x={hover.x} y={hover.y} />}
    </MapFrame>
  );
}
