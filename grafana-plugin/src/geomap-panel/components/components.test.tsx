import React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createTheme,
  dateTime,
  EventBusSrv,
  LoadingState,
  toDataFrame,
  FieldType,
  type DataFrame,
} from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { noMapping } from '../frames/mapping';
import { readMesh } from '../frames/readMesh';
import { completeOptions } from '../options/defaults';
import { goldenFrames, goldenMesh, link, mesh, node, NOW, panelData } from '../test/frames';
import { testIds } from '../testIds';
import type { MeshMapProps, SavedOptions } from '../types';
import { Legend } from './Legend';
import { MapPanel } from './MapPanel';
import { MapStatus } from './MapStatus';
import { MeasureReadout } from './MeasureReadout';
import { NodeCard } from './NodeCard';
import { niceScale } from './ScaleBar';
import { SearchBox } from './SearchBox';
import { searchNodes } from './searchNodes';

const theme = createTheme();
const context = { theme, timeZone: 'utc', at: NOW };
const hostile = '<img src=x onerror="alert(1)">';

function panelProps(series: DataFrame[], options: SavedOptions = {}, state = LoadingState.Done): MeshMapProps {
  const data = panelData(series, state);
  return {
    id: 7,
    data,
    timeRange: data.timeRange,
    timeZone: 'utc',
    options: completeOptions({ basemap: { type: 'none' }, ...options }),
    fieldConfig: { defaults: {}, overrides: [] },
    transparent: false,
    width: 800,
    height: 500,
    renderCounter: 1,
    title: 'Map',
    eventBus: new EventBusSrv(),
    replaceVariables: (text: string) => text,
    onOptionsChange: jest.fn(),
    onFieldConfigChange: jest.fn(),
    onChangeTimeRange: jest.fn(),
  };
}

// Grafana puts its own view in when it starts.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PanelDataErrorView: ({ message }: { readonly message?: string }) => (
    <div data-testid="error-view">{message ?? 'No data'}</div>
  ),
}));

describe('MapPanel', () => {
  it('explains why there is no map when no row has a position', () => {
    const numbers = toDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] });
    render(<MapPanel {...panelProps([numbers])} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent('The data has no positions');
  });
  it('shows the No value text of the panel when no row has a position', () => {
    const numbers = toDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] });
    const noValue = 'The node has no position';
    render(<MapPanel {...panelProps([numbers])} fieldConfig={{ defaults: { noValue }, overrides: [] }} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent(noValue);
  });
  it('shows the No data view of Grafana for an empty response', () => {
    render(<MapPanel {...panelProps([])} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent('No data');
  });
  it('keeps the same map when later responses are empty', async () => {
    const view = render(<MapPanel {...panelProps(goldenFrames('nodes'))} />);
    const canvas = await screen.findByTestId(testIds.canvas);
    view.rerender(<MapPanel {...panelProps([])} />);
    expect(screen.getByTestId(testIds.canvas)).toBe(canvas);
    expect(screen.getByTestId(testIds.status)).toHaveTextContent('No positions in this time range');
  });
  it('shows how many nodes have no position', async () => {
    render(<MapPanel {...panelProps(goldenFrames('nodes'))} />);
    expect(await screen.findByTestId(testIds.status)).toHaveTextContent('2 of 6 nodes have no position');
  });
  it('finds a node by keyboard, shows its card and clears the selection on Escape', async () => {
    const user = userEvent.setup();
    render(<MapPanel {...panelProps(goldenFrames('nodes'))} />);
    screen.getByTestId(testIds.canvas).focus();
    await user.keyboard('/');
    expect(screen.getByTestId(testIds.search)).toHaveFocus();
    await user.keyboard('lake{Enter}');
    expect(screen.getByTestId(testIds.card)).toHaveTextContent('Lake 100% _solar_');
    expect(screen.getByTestId(testIds.canvas)).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId(testIds.card)).not.toBeInTheDocument();
  });
  it('writes selected nodes to the dashboard variable of the options', async () => {
    const user = userEvent.setup();
    const partial = jest.spyOn(locationService, 'partial');
    render(<MapPanel {...panelProps(goldenFrames('nodes'), { interaction: { nodeVariable: 'node' } })} />);
    expect(partial).not.toHaveBeenCalled();
    await user.type(screen.getByTestId(testIds.search), 'hill{Enter}');
    expect(partial).toHaveBeenLastCalledWith({ 'var-node': '!10000001' }, true);
    await user.click(screen.getByTestId(testIds.cardClose));
    expect(partial).toHaveBeenLastCalledWith({ 'var-node': '$__all' }, true);
  });
  it.each([
    ['something arrives', { state: LoadingState.Streaming }, true],
    ['a refresh of an answer is under way', { state: LoadingState.Loading }, false],
    ['it was answered once', { state: LoadingState.Done }, false],
    ['the last attempt failed', { state: LoadingState.Streaming, errors: [{ message: 'gone' }] }, false],
  ])('lights Live only while something arrives: %s', (_case, patch, isLit) => {
    const props = panelProps(goldenFrames('nodes'), { controls: { playback: true } });
    render(<MapPanel {...props} data={{ ...props.data, ...patch }} />);
    expect(screen.getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', String(isLit));
  });
  it('plays a range that ends in the future up to now', () => {
    jest.useFakeTimers({ now: NOW });
    const props = panelProps(goldenFrames('nodes'), { controls: { playback: true } });
    const [from, to] = [dateTime(NOW - 3_600_000), dateTime(NOW + 20 * 3_600_000)];
    render(<MapPanel {...props} timeRange={{ from, to, raw: { from: 'now/d', to: 'now/d' } }} />);
    expect(screen.getByTestId(testIds.playbackTime)).toHaveTextContent('2026-01-03 02:00:00');
    jest.useRealTimers();
  });
  it('plays the time range, steps and goes back to live', async () => {
    jest.useFakeTimers();
    render(<MapPanel {...panelProps(goldenFrames('nodes'), { controls: { playback: true } })} />);
    expect(screen.getByTestId(testIds.playbackTime)).toHaveTextContent('2026-01-03 02:00:00');
    fireEvent.click(screen.getByTestId(testIds.playbackPlay));
    expect(screen.getByTestId(testIds.playbackTime)).toHaveTextContent('2026-01-02 20:00:00');
    act(() => void jest.advanceTimersByTime(1000));
    expect(screen.getByTestId(testIds.playbackTime)).toHaveTextContent('2026-01-02 20:15:00');
    fireEvent.click(screen.getByRole('button', { name: 'Live' }));
    expect(screen.getByTestId(testIds.playbackTime)).toHaveTextContent('2026-01-03 02:00:00');
    jest.useRealTimers();
  });
});

describe('the card of a node', () => {
  const frames = [
    toDataFrame({
      fields: [
        { name: 'nodeId', type: FieldType.string, values: ['!00000001'] },
        { name: 'longName', type: FieldType.string, values: [hostile] },
        { name: 'status', type: FieldType.string, values: ['<script>alert(1)</script>'] },
        { name: 'lat', type: FieldType.number, values: [47] },
        { name: 'lon', type: FieldType.number, values: [8] },
      ],
    }),
  ];
  const shown = readMesh(frames, noMapping);
  const handlers = { onClose: jest.fn(), onFollow: jest.fn(), onShow: jest.fn(), onCenter: jest.fn() };
  const card = (data = shown, id = '!00000001') => (
    <NodeCard
      node={data.nodeById.get(id) ?? node(id, undefined)}
      mesh={data}
      context={context}
      below={[]}
      isFollowed={false}
      replaceVariables={(text: string) => text}
      {...handlers}
    />
  );

  it('renders node names as text, not as HTML', () => {
    const { container } = render(card());
    expect(container.querySelector('img, script')).toBeNull();
    expect(screen.getByText(hostile)).toBeInTheDocument();
  });
  it('lists signal by gateway and neighbors with both directions, and opens their cards', async () => {
    const data = mesh({
      nodes: [node('a', [8, 47]), node('b', [8, 48], { gateway: true, name: 'Hill' })],
      links: [link('a', 'b', { value: -12 }), link('b', 'a', { value: -3 })],
    });
    render(card(data, 'a'));
    expect(screen.getByText('Signal by gateway')).toBeInTheDocument();
    const rows = screen.getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('→ -12.0'),
      expect.stringMatching(/→ -12.0.*← -3.0.*111 km.*just now/),
    ]);
    await userEvent.click(within(rows[1] ?? document.body).getByRole('button', { name: 'Hill' }));
    expect(handlers.onShow).toHaveBeenCalledWith('b');
  });
});

describe('search', () => {
  const { nodes } = goldenMesh('nodes');

  it('finds by short name, name, id without the mark, role and hardware', () => {
    const found = (query: string) => searchNodes(nodes, query, 5).map(({ label }) => label);
    expect(found('hill')).toEqual(['HILL']);
    expect(found('walker')).toEqual(['SOLO']);
    expect(found('10000002')).toEqual(['LAKE']);
    expect(found('tbeam')).toEqual(['SOLO']);
    expect(found('nothing like it')).toEqual([]);
    expect(searchNodes(nodes, '', 3)).toHaveLength(3);
  });
  it('moves through the results with the arrow keys', async () => {
    const user = userEvent.setup();
    const onPick = jest.fn();
    const input = React.createRef<HTMLInputElement>();
    render(<SearchBox nodes={nodes} inputRef={input} onPick={onPick} onLeave={jest.fn()} />);
    await user.click(screen.getByTestId(testIds.search));
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    const options = screen.getAllByRole('option');
    expect(options[1]).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}');
    expect(onPick).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
  });
  it('shows that no node matches', async () => {
    render(<SearchBox nodes={nodes} inputRef={{ current: null }} onPick={jest.fn()} onLeave={jest.fn()} />);
    await userEvent.type(screen.getByTestId(testIds.search), 'zzz');
    expect(screen.getByText('No matching nodes')).toBeInTheDocument();
  });
});

describe('legend', () => {
  it('shows and hides layers and link kinds', async () => {
    const onToggleLayer = jest.fn();
    const onToggleKind = jest.fn();
    const kinds = ['direct', 'relay'].map((kind) => ({ kind, isOn: kind === 'direct' }));
    const layer = { id: 'mesh-links' as const, name: 'Links', count: 1234, isOn: true, scale: undefined, kinds };
    render(<Legend layers={[layer]} startOpen onToggleLayer={onToggleLayer} onToggleKind={onToggleKind} />);
    expect(screen.getByTestId(testIds.kind('relay'))).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(screen.getByTestId(testIds.layer('mesh-links')));
    await userEvent.click(screen.getByTestId(testIds.kind('relay')));
    expect(onToggleLayer).toHaveBeenCalledWith('mesh-links');
    expect(onToggleKind).toHaveBeenCalledWith('relay');
    await userEvent.click(screen.getByTestId(testIds.legendToggle));
    expect(screen.queryByText('Links')).not.toBeInTheDocument();
  });
});

describe('scale bar, status and measure readout', () => {
  it('niceScale returns 1, 2 or 5 times a power of ten', () => {
    expect([0.9, 15, 120, 4000].map((meters) => niceScale(meters, 100).meters)).toEqual([50, 1000, 10_000, 200_000]);
    expect(niceScale(15, 100).pixels).toBeCloseTo(66.7, 1);
  });
  it('MapStatus is empty when every node and link has a position', () => {
    const { container } = render(<MapStatus mesh={mesh({ nodes: [node('a', [8, 47])] })} problem={undefined} />);
    expect(container).toBeEmptyDOMElement();
  });
  it('MapStatus names a layer that the browser cannot draw', () => {
    render(<MapStatus mesh={mesh({ nodes: [node('a', [8, 47])] })} problem="Heatmap" />);
    expect(screen.getByRole('status')).toHaveTextContent('The layer “Heatmap” cannot be drawn');
  });
  it('MeasureReadout starts with a hint', () => {
    render(<MeasureReadout measurement={undefined} />);
    expect(screen.getByTestId(testIds.measureReadout)).toHaveTextContent('Click a node or a point');
  });
});
