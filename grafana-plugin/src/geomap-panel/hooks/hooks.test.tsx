import { act, renderHook } from '@testing-library/react';
import { DataHoverClearEvent, DataHoverEvent, dateTime, EventBusSrv, LoadingState } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import OlMap from 'ol/Map';
import View from 'ol/View';
import { toXY } from '../geo/mercator';
import { linkToView } from '../map/shareLink';
import { completeOptions } from '../options/defaults';
import { emptyFrame, goldenFrames, mesh, node, NOW, panelData } from '../test/frames';
import { useFit } from './useFit';
import { useMap } from './useMap';
import { useMapState } from './useMapState';
import { defaultSpeed, speeds } from './usePlayback';
import { useStreaming } from './useStreaming';
import { usePointedElsewhere, usePublishHover } from './useSharedHover';
import { formatBounds, useBoundsVariable } from './useVariables';

const sized = (map: OlMap) => {
  map.setSize([800, 600]);
  jest.spyOn(map, 'updateSize').mockReturnValue(undefined);
  return map;
};

describe('the view', () => {
  const options = completeOptions(undefined);
  const around = (longitude: number) => mesh({ nodes: [node('a', [longitude, 47]), node('b', [longitude + 1, 48])] });

  it('fits the first data and is not moved by later data', () => {
    const map = sized(new OlMap({ controls: [], view: new View({ center: [0, 0], zoom: 2 }) }));
    const size = { width: 800, height: 600 };
    const { rerender } = renderHook(({ data }) => useFit({ map, hasSharedView: false }, data, options, size), {
      initialProps: { data: mesh({}) },
    });
    expect(map.getView().getZoom()).toBe(2);
    rerender({ data: around(8) });
    const center = map.getView().getCenter();
    expect(center?.[0]).toBeCloseTo(toXY([8.5, 0])[0], 0);
    rerender({ data: around(100) });
    expect(map.getView().getCenter()).toEqual(center);
  });
  it('is taken from the URL if that contains one', () => {
    locationService.partial({ 'meshview-3': '47.5,8.5,11' });
    const { result } = renderHook(() => useMap({ current: null }, options, 3));
    expect(result.current.hasSharedView).toBe(true);
    expect(result.current.map.getView().getZoom()).toBe(11);
    expect(linkToView(result.current.map, 3)).toContain('meshview-3=47.50000%2C8.50000%2C11.00');
    locationService.partial({ 'meshview-3': null });
  });
  it('is written to a variable after the map stopped moving', () => {
    jest.useFakeTimers();
    const partial = jest.spyOn(locationService, 'partial').mockImplementation();
    const map = sized(new OlMap({ controls: [], view: new View({ center: [...toXY([8, 47])], zoom: 10 }) }));
    const { unmount } = renderHook(() => useBoundsVariable(map, 'bounds'));
    map.dispatchEvent('moveend');
    map.dispatchEvent('moveend');
    expect(partial).not.toHaveBeenCalled();
    jest.advanceTimersByTime(500);
    expect(partial).toHaveBeenCalledTimes(1);
    expect(partial.mock.calls[0]?.[0]['var-bounds']).toMatch(/^7\.\d{4},46\.\d{4},8\.\d{4},47\.\d{4}$/);
    map.dispatchEvent('moveend');
    jest.advanceTimersByTime(500);
    expect(partial).toHaveBeenCalledTimes(1);
    unmount();
    jest.useRealTimers();
    expect(formatBounds({ west: 1, south: 2, east: 3, north: 4 })).toBe('1.0000,2.0000,3.0000,4.0000');
  });
});

describe('the shared crosshair', () => {
  it('highlights what is hovered in another panel until that ends', () => {
    const bus = new EventBusSrv();
    const other = bus.newScopedBus('other', { onlyLocal: false });
    const { result } = renderHook(() => usePointedElsewhere(bus, true));
    const [nodes] = goldenFrames('nodes');
    act(() => other.publish(new DataHoverEvent({ data: nodes ?? emptyFrame, rowIndex: 1, point: { time: NOW } })));
    expect(result.current).toEqual({ time: NOW, nodeId: '!10000002' });
    act(() => other.publish(new DataHoverClearEvent()));
    expect(result.current).toEqual({ time: undefined, nodeId: undefined });
  });
  it('publishes what is hovered, and when that ends', () => {
    const bus = new EventBusSrv();
    const heard: unknown[] = [];
    bus.subscribe(DataHoverEvent, ({ payload }) => heard.push(payload.point));
    bus.subscribe(DataHoverClearEvent, () => heard.push('clear'));
    const { unmount } = renderHook(() => usePublishHover(bus, true, { frame: emptyFrame, row: 0 }, NOW));
    unmount();
    expect(heard).toEqual([{ time: NOW }, 'clear']);
  });
  it('can be switched off', () => {
    const bus = new EventBusSrv();
    const publish = jest.spyOn(bus, 'publish');
    renderHook(() => usePublishHover(bus, false, { frame: emptyFrame, row: 0 }, NOW));
    expect(publish).not.toHaveBeenCalled();
  });
});

describe('playback', () => {
  it('plays any range in about a minute unless asked otherwise', () => {
    const seconds = (hours: number) =>
      (hours * 3_600_000) / (speeds[defaultSpeed(hours * 3_600_000)]?.perSecondMs ?? 1);
    expect([1, 6, 24, 24 * 7].map(seconds)).toEqual([60, 24, 24, 28]);
    expect(defaultSpeed(dateTime(NOW).valueOf())).toBe(speeds.length - 1);
  });
});

describe('whether new data arrives', () => {
  it('is not changed by a refresh, and is ended by one that fails', () => {
    const { result, rerender } = renderHook(({ data }) => useStreaming(data), {
      initialProps: { data: panelData([], LoadingState.Streaming) },
    });
    expect(result.current).toBe(true);
    rerender({ data: panelData([], LoadingState.Loading) });
    expect(result.current).toBe(true);
    rerender({ data: panelData([], LoadingState.Error) });
    expect(result.current).toBe(false);
    rerender({ data: panelData([], LoadingState.Loading) });
    expect(result.current).toBe(false);
  });
});

describe('useMapState', () => {
  it('stops following a node when another one is selected', () => {
    const { result } = renderHook(() => useMapState());
    act(() => result.current.select(['a']));
    act(() => result.current.toggleFollow('a'));
    expect(result.current.followed).toBe('a');
    act(() => result.current.select(['b']));
    expect(result.current.followed).toBeUndefined();
  });
  it('switches layers, kinds and tools on and off', () => {
    const { result } = renderHook(() => useMapState());
    act(() => result.current.toggleLayer('mesh-links'));
    act(() => result.current.toggleKind('relay'));
    act(() => result.current.toggleTool('measure'));
    expect([...result.current.hiddenLayers, ...result.current.hiddenKinds, result.current.tool]).toEqual([
      'mesh-links',
      'relay',
      'measure',
    ]);
    act(() => result.current.toggleTool('measure'));
    act(() => result.current.toggleLayer('mesh-links'));
    expect(result.current.tool).toBeUndefined();
    expect(result.current.hiddenLayers.size).toBe(0);
  });
  it('keeps the same empty selection, so that nothing is redrawn', () => {
    const { result } = renderHook(() => useMapState());
    const before = result.current.selected;
    act(() => result.current.select([]));
    expect(result.current.selected).toBe(before);
  });
});
