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

describe('the panel', () => {
  it('explains an answer without positions', () => {
    const numbers = toDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] });
    render(<MapPanel {...panelProps([numbers])} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent('The data has no positions');
  });
  it('says of it what the panel was told to say without values', () => {
    const numbers = toDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] });
    const noValue = 'The node has not told its position';
    render(<MapPanel {...panelProps([numbers])} fieldConfig={{ defaults: { noValue }, overrides: [] }} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent(noValue);
  });
  it('leaves an empty answer to Grafana', () => {
    render(<MapPanel {...panelProps([])} />);
    expect(screen.getByTestId('error-view')).toHaveTextContent('No data');
  });
  it('keeps the same map when later answers are empty', async () => {
    const view = render(<MapPanel {...panelProps(goldenFrames('nodes'))} />);
    const canvas = await screen.findByTestId(testIds.canvas);
    view.rerender(<MapPanel {...panelProps([])} />);
    expect(screen.getByTestId(testIds.canvas)).toBe(canvas);
    expect(screen.getByTestId(testIds.status)).toHaveTextContent('Nothing in this time range has a position');
  });
  it('says who is missing on the map', async () => {
    render(<MapPanel {...panelProps(goldenFrames('nodes'))} />);
    expect(await screen.findByTestId(testIds.status)).toHaveTextContent('2 of 6 nodes have told no position');
  });
  it('finds a node by the keyboard alone, shows its card and lets go with Escape', async () => {
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
  it('writes picked nodes to a dashboard variable when asked', async () => {
    const user = userEvent.setup();
    const partial = jest.spyOn(locationService, 'partial');
    render(<MapPanel {...panelProps(goldenFrames('nodes'), { interaction: { nodeVariable: 'node' } })} />);
    expect(partial).not.toHaveBeenCalled();
    await user.type(screen.getByTestId(testIds.search), 'hill{Enter}');
    expect(partial).toHaveBeenLastCalledWith({ 'var-node': '!10000001' }, true);
    await user.click(screen.getByTestId(testIds.cardClose));
    expect(partial).toHaveBeenLastCalledWith({ 'var-node': '$__all' }, true);
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
  const handlers = { onClose: jest.fn(), onFollow: jest.fn(), onShow: jest.fn(), onCentre: jest.fn() };
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

  it('shows names of strangers as text', () => {
    const { container } = render(card());
    expect(container.querySelector('img, script')).toBeNull();
    expect(screen.getByText(hostile)).toBeInTheDocument();
  });
  it('tells signal by gateway, neighbours with both directions, and leads to them', async () => {
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
  it('can be walked with the arrow keys', async () => {
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
  it('says when nobody is called that', async () => {
    render(<SearchBox nodes={nodes} inputRef={{ current: null }} onPick={jest.fn()} onLeave={jest.fn()} />);
    await userEvent.type(screen.getByTestId(testIds.search), 'zzz');
    expect(screen.getByText('No node like this')).toBeInTheDocument();
  });
});

describe('legend', () => {
  it('switches layers and kinds of links', async () => {
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

describe('small things', () => {
  it('scale bars are 1, 2 or 5', () => {
    expect([0.9, 15, 120, 4000].map((metres) => niceScale(metres, 100).metres)).toEqual([50, 1000, 10_000, 200_000]);
    expect(niceScale(15, 100).pixels).toBeCloseTo(66.7, 1);
  });
  it('nothing is said when nothing is missing', () => {
    const { container } = render(<MapStatus mesh={mesh({ nodes: [node('a', [8, 47])] })} problem={undefined} />);
    expect(container).toBeEmptyDOMElement();
  });
  it('a layer this browser cannot draw is named', () => {
    render(<MapStatus mesh={mesh({ nodes: [node('a', [8, 47])] })} problem="Heatmap" />);
    expect(screen.getByRole('status')).toHaveTextContent('The layer “Heatmap” cannot be drawn');
  });
  it('measuring starts with a hint', () => {
    render(<MeasureReadout measurement={undefined} />);
    expect(screen.getByTestId(testIds.measureReadout)).toHaveTextContent('Click a node or a place');
  });
});

it('knows the range it plays', () => {
  expect(dateTime(NOW).utc().format()).toBe('2026-01-03T02:00:00Z');
});
