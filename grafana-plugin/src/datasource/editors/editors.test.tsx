import { CoreApp } from '@grafana/data';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { createDataSource } from '../../testing/fakeDataSource';
import { createTemplates } from '../../testing/fakeTemplates';
import { giveElementsASize, pick } from '../../testing/comboboxes';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { titleOf } from '../labels';
import type { MeshVariableQuery, SavedQuery } from '../types';
import { AnnotationQueryEditor } from './AnnotationQueryEditor';
import { QueryEditor } from './QueryEditor';
import { QueryHelp } from './QueryHelp';
import { VariableQueryEditor } from './VariableQueryEditor';

beforeEach(giveElementsASize);

const roof = { text: 'ROOF · On the roof', value: '!00000001' };
const voltage = {
  metric: 'device_voltage',
  variant: 'device',
  title: 'Voltage',
  description: 'Of the battery',
  unit: 'volt',
  kind: 'gauge' as const,
  prometheusName: 'x',
  nodes: 3,
  derived: false,
  entity: 'node' as const,
};

function dataSource() {
  return createDataSource(
    { variables: jest.fn().mockResolvedValue([roof]), catalog: jest.fn().mockResolvedValue([voltage]) },
    createTemplates({ node: '!00000001' }, [{ name: 'node' }]),
  );
}

function show(start: SavedQuery, app = CoreApp.Dashboard) {
  const { datasource, client } = dataSource();
  const onRunQuery = jest.fn();
  const changes: SavedQuery[] = [];
  function Host() {
    const [query, setQuery] = useState(start);
    const onChange = (next: SavedQuery) => {
      changes.push(next);
      setQuery(next);
    };
    return <QueryEditor datasource={datasource} query={query} onChange={onChange} onRunQuery={onRunQuery} app={app} />;
  }
  render(<Host />);
  return {
    user: userEvent.setup(),
    client,
    onRunQuery,
    changes,
    latest: (): Readonly<Record<string, unknown>> => ({ ...changes.at(-1) }),
  };
}

const query = (patch: object) => ({ refId: 'A', version: QUERY_VERSION, queryType: 'nodes', ...patch });

describe('the query editor', () => {
  it.each(queryTypes)('has fields for %s and names every one of them', async (queryType) => {
    show(query({ queryType }));
    expect(screen.getByRole('combobox', { name: 'Query type' })).toHaveValue(titleOf('queryType', queryType));
    for (const input of [...screen.queryAllByRole('combobox'), ...screen.queryAllByRole('textbox')]) {
      expect(input).toHaveAccessibleName();
    }
    await act(() => Promise.resolve());
  });

  it('changes what is shown, keeps what narrows it down and runs the query', async () => {
    const { user, latest, onRunQuery } = show(query({ nodes: ['$node'], search: 'x' }));
    await pick(user, 'Query type', 'Packets');
    expect(latest()).toEqual({ refId: 'A', version: QUERY_VERSION, queryType: 'packets', nodes: ['$node'] });
    expect(onRunQuery).toHaveBeenCalled();
  });

  it('picks a metric from the catalog', async () => {
    const { user, latest } = show(query({ queryType: 'timeseries', metrics: [] }));
    await pick(user, 'Metrics', 'Voltage');
    expect(latest().metrics).toEqual(['device_voltage']);
  });

  it('picks a value, of the catalog or derived', async () => {
    const { user, latest } = show(query({ queryType: 'values', metrics: [] }));
    await pick(user, 'Values', 'Voltage');
    expect(latest().metrics).toEqual(['device_voltage']);
  });

  it('picks what the collector notes down about itself, and keeps variables', async () => {
    const { user, latest } = show(query({ queryType: 'collector', metrics: ['$metric'] }));
    await pick(user, 'Metrics', 'Queue');
    expect(latest().metrics).toEqual(['queue_depth', '$metric']);
  });

  it('picks SNR or RSSI of a signal', async () => {
    const { user, latest } = show(query({ queryType: 'signal', metrics: ['snr'] }));
    await pick(user, 'Signal', 'RSSI');
    expect(latest().metrics).toEqual(['rssi']);
  });

  it('does not run a series without a metric', async () => {
    const { user, onRunQuery } = show(query({ queryType: 'nodes' }));
    await pick(user, 'Query type', 'Time series');
    expect(onRunQuery).toHaveBeenCalledTimes(1); // it starts with a metric
    const { onRunQuery: other, user: second } = show(query({ refId: 'B', queryType: 'timeseries', metrics: [] }));
    await second.click(screen.getAllByRole('switch', { name: 'Combine nodes' }).at(-1) as HTMLElement);
    expect(other).not.toHaveBeenCalled();
  });

  it('finds nodes by name and shows the names of those picked', async () => {
    const { user, latest, client } = show(query({}));
    await pick(user, 'Nodes', 'ROOF');
    expect(latest().nodes).toEqual(['!00000001']);
    expect(client.variables).toHaveBeenCalledWith({ kind: 'nodes', limit: 200, search: 'ROOF' });
    expect((await screen.findAllByText('ROOF · On the roof')).length).toBeGreaterThan(0);
  });

  it.each([
    ['Nodes', '!A1B2C3D4'],
    ['Nodes', '$other'],
    ['Channels', 'Private'],
  ])('takes in %s what is not known yet: %s', async (label, typed) => {
    const { user, latest } = show(query({}));
    await user.click(screen.getByRole('combobox', { name: label }));
    await user.keyboard(typed);
    await user.click(await screen.findByRole('option', { name: new RegExp(`${typed.replace('$', '\\$')}.*As typed`) }));
    expect([latest().nodes, latest().channels]).toContainEqual([typed]);
  });

  it('does not take a half-typed name for a node', async () => {
    const { user } = show(query({}));
    await user.click(screen.getByRole('combobox', { name: 'Nodes' }));
    await user.keyboard('ROO');
    await screen.findByRole('option', { name: /ROOF/ });
    expect(screen.queryByText('As typed')).not.toBeInTheDocument();
  });

  it('offers the variables of the dashboard', async () => {
    const { user } = show(query({}));
    await user.click(screen.getByRole('combobox', { name: 'Nodes' }));
    expect(await screen.findByRole('option', { name: /\$node/ })).toBeInTheDocument();
  });

  it('commits texts when the field is left or Enter is pressed, not at every key', async () => {
    const { user, changes } = show(query({ queryType: 'messages' }));
    await user.type(screen.getByRole('textbox', { name: 'Search' }), 'roof');
    expect(changes).toEqual([]);
    await user.keyboard('{Enter}');
    expect(changes).toHaveLength(1);
    await user.tab();
    expect(changes).toMatchObject([{ search: 'roof' }]);
  });

  it('forgets a search that was emptied', async () => {
    const { user, latest } = show(query({ queryType: 'messages', search: 'roof' }));
    await user.clear(screen.getByRole('textbox', { name: 'Search' }));
    await user.tab();
    expect(latest().search).toBeUndefined();
  });

  it('keeps limits within bounds', async () => {
    const { user, latest } = show(query({ queryType: 'messages' }));
    await user.type(screen.getByRole('spinbutton', { name: 'Limit' }), '99999999{Enter}');
    expect(latest().limit).toBe(50_000);
  });

  it('switches live updates on', async () => {
    const { user, latest } = show(query({}));
    await user.click(screen.getByRole('switch', { name: 'Live' }));
    expect(latest().live).toBe(true);
  });

  it('writes ports as numbers', async () => {
    const { datasource } = createDataSource({
      variables: jest.fn().mockResolvedValue([{ text: 'POSITION_APP', value: '3' }]),
    });
    const onChange = jest.fn();
    render(
      <QueryEditor
        datasource={datasource}
        query={query({ queryType: 'packets' })}
        onChange={onChange}
        onRunQuery={jest.fn()}
      />,
    );
    await pick(userEvent.setup(), 'Ports', 'POSITION');
    expect(onChange.mock.lastCall[0].portnums).toEqual([3]);
  });

  it('shows conditions and removes one at a click', async () => {
    const filters = [
      { key: 'role' as const, operator: '=' as const, value: 'ROUTER' },
      { key: 'port' as const, operator: '!=' as const, value: 'POSITION_APP' },
    ];
    const { user, latest } = show(query({ filters }));
    await user.click(screen.getByText('role = ROUTER'));
    expect(latest().filters).toEqual([filters[1]]);
  });

  it('shows which query type it does not have, and lets another one be chosen', async () => {
    const { user, latest } = show(query({ queryType: 'foo', nodes: ['$node'] }));
    expect(screen.getByText(/^"foo" is not a query type of this plugin\./)).toBeInTheDocument();
    await pick(user, 'Query type', 'Gateways');
    expect(latest()).toEqual({ refId: 'A', version: QUERY_VERSION, queryType: 'gateways', nodes: ['$node'] });
  });

  it('shows the default limit of the contract', async () => {
    show(query({ queryType: 'traffic' }));
    expect(screen.getByRole('spinbutton', { name: 'Limit' })).toHaveAttribute('placeholder', '30');
    await act(() => Promise.resolve());
  });

  it('saves an edited query of version 1 in the present version, without options of other types', async () => {
    const { user, latest } = show(query({ version: 1, queryType: 'gateways', metrics: ['x'], roles: ['ROUTER'] }));
    await user.click(screen.getByRole('switch', { name: 'Include silent nodes' }));
    expect(latest()).toEqual(query({ queryType: 'gateways', roles: ['ROUTER'], includeSilent: false }));
  });

  it('chooses between table and logs', async () => {
    const { user, latest } = show(query({ queryType: 'packets' }));
    expect(screen.getByRole('radio', { name: 'Table' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Logs' }));
    expect(latest()).toMatchObject({ format: 'logs' });
  });

  it('warns before it changes what a newer plugin saved', () => {
    show(query({ version: QUERY_VERSION + 1 }));
    expect(screen.getByText(/newer version of the plugin/)).toBeInTheDocument();
  });

  it('shows names of nodes as text, whatever they are', async () => {
    const hostile = '<img src=x onerror=alert(1)> · <script>';
    const { datasource } = createDataSource({
      variables: jest.fn().mockResolvedValue([{ text: hostile, value: '!00000001' }]),
    });
    const { container } = render(
      <QueryEditor
        datasource={datasource}
        query={query({ nodes: ['!00000001'] })}
        onChange={jest.fn()}
        onRunQuery={jest.fn()}
      />,
    );
    expect((await screen.findAllByText(hostile)).length).toBeGreaterThan(0);
    expect(container.querySelector('img, script')).toBeNull();
  });
});

describe('the variable editor', () => {
  it('starts afresh with another kind of values', async () => {
    const { datasource } = dataSource();
    const onChange = jest.fn();
    const onRunQuery = jest.fn();
    const saved: MeshVariableQuery = { refId: 'V', version: QUERY_VERSION, kind: 'nodes', roles: ['ROUTER'] };
    render(<VariableQueryEditor services={datasource} query={saved} onChange={onChange} onRunQuery={onRunQuery} />);
    await pick(userEvent.setup(), 'Values', 'Gateways');
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'V', version: QUERY_VERSION, kind: 'gateways' });
    expect(onRunQuery).toHaveBeenCalled();
  });
});

describe('the annotation editor', () => {
  it('asks for a tag when texts are to be marked', async () => {
    const { datasource } = dataSource();
    const onAnnotationChange = jest.fn();
    const annotation = { name: 'a', enable: true, iconColor: 'red', target: query({ queryType: 'events' }) };
    render(
      <AnnotationQueryEditor
        datasource={datasource}
        query={annotation.target}
        annotation={annotation}
        onAnnotationChange={onAnnotationChange}
        onChange={jest.fn()}
        onRunQuery={jest.fn()}
      />,
    );
    await userEvent.setup().click(screen.getByRole('radio', { name: 'Messages' }));
    expect(onAnnotationChange.mock.lastCall[0].target).toEqual({
      refId: 'A',
      version: QUERY_VERSION,
      queryType: 'messages',
      search: '#',
    });
  });
});

describe('the query help', () => {
  it('fills the editor with an example', async () => {
    const { datasource } = dataSource();
    const onClickExample = jest.fn();
    render(<QueryHelp datasource={datasource} query={query({})} onClickExample={onClickExample} />);
    await userEvent.setup().click(screen.getByText('Tail the packets'));
    expect(onClickExample).toHaveBeenCalledWith({
      refId: 'A',
      version: QUERY_VERSION,
      queryType: 'packets',
      format: 'logs',
    });
  });
});
