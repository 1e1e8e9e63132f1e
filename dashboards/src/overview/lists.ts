import { askMesh } from '../foundation/panel.js';
import { batteryThresholds, onlineMapping, thresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { eventsTable } from '../panels/events.js';
import { messagesTable } from '../panels/messages.js';
import { colorText, exact, gaugeCell, since, table } from '../panels/table.js';

export const lastMessages = () =>
  messagesTable({
    id: 11,
    title: 'Last messages',
    description: 'What people write on channels the collector can read; new messages appear by themselves.',
    queries: [{ queryType: 'messages', live: true, ...narrowed, limit: 100 }],
  });

export const silentNodes = () =>
  askMesh(
    table(
      {
        longName: { name: 'Node', nodeFrom: 'nodeId' },
        role: { width: 120 },
        lastHeard: { name: 'Last heard', width: 140, properties: [since] },
      },
      ['Last heard', 'ascending'],
    ),
    {
      id: 12,
      title: 'Silent nodes',
      description:
        'Nodes that have been silent longer than their role allows, the longest silence first. A solar node that is silent at night is short of power; a router that is silent takes others with it.',
      noValue: 'Every node has been heard',
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
      transformations: [keepRows('Online', false)],
    },
  );

/** Only rows whose field has the value. */
function keepRows(fieldName: string, value: boolean) {
  return {
    id: 'filterByValue',
    options: {
      type: 'include',
      match: 'all',
      filters: [{ fieldName, config: { id: 'equal', options: { value } } }],
    },
  };
}

/** Over less than two days and nights, the night of a solar node would look like a trend. */
const TREND = '3d';

export const batteriesPanel = () =>
  askMesh(
    table(
      {
        longName: { name: 'Node', nodeFrom: 'nodeId' },
        battery: {
          name: 'Battery',
          width: 170,
          properties: [gaugeCell, { id: 'min', value: 0 }, { id: 'max', value: 100 }],
        },
        voltage: { width: 85 },
      },
      ['Battery', 'ascending'],
    ).thresholds(batteryThresholds()),
    {
      id: 13,
      title: 'Batteries, lowest first',
      description:
        'The latest battery level of nodes that run on a battery. Below 20 % a node may fall silent within hours; lithium cells below 3.3 V are nearly empty whatever the percentage says.',
      noValue: 'No node reports a battery',
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
      transformations: [
        {
          id: 'filterByValue',
          options: {
            type: 'include',
            match: 'all',
            filters: [{ fieldName: 'Battery', config: { id: 'lowerOrEqual', options: { value: 100 } } }],
          },
        },
      ],
    },
  );

export const gatewayTable = () =>
  askMesh(
    table(
      {
        longName: { name: 'Gateway', nodeFrom: 'gatewayId' },
        online: { name: 'State', width: 75, properties: [{ id: 'mappings', value: onlineMapping() }, colorText] },
        receptions: { name: 'Heard', width: 85, properties: [exact] },
        share: { name: 'Share', width: 120, properties: [gaugeCell, { id: 'color', value: blue }] },
      },
      ['Heard', 'descending'],
    ),
    {
      id: 14,
      title: 'Gateways',
      description:
        'What each gateway heard in the time range, and its share of all packets. Two gateways with the same high share can replace each other.',
      noValue: 'No gateway has published anything yet',
      queries: [{ queryType: 'gateways', live: true, ...narrowed }],
    },
  );

const blue = { mode: 'fixed', fixedColor: 'blue' };

export const latestEvents = () =>
  eventsTable({
    id: 15,
    title: 'What happened',
    description:
      'Restarts, new and silent nodes, changed names, keys and firmware, gateways that went or came. The same events mark the graphs.',
    queries: [{ queryType: 'events', live: true, nodes: ['$node'], roles: ['$role'], limit: 100 }],
  });

export const runningOut = () =>
  askMesh(
    table(
      {
        long_name: { name: 'Node', nodeFrom: 'node_id' },
        role: { width: 120 },
        node_battery_days_left: { name: 'Lasts', width: 110, properties: [colorText] },
      },
      ['Lasts', 'ascending'],
    )
      .timeFrom(TREND)
      .thresholds(thresholds([null, 'red'], [1, 'orange'], [3, 'green'])),
    {
      id: 16,
      title: 'Running out first',
      description:
        'How long batteries last if their charge goes on falling as it did in the last three days, whatever time range is chosen above. Nodes whose charge does not fall are not here.',
      noValue: 'No battery is running down',
      queries: [{ queryType: 'values', metrics: ['node_battery_days_left'], ...narrowed }],
    },
  );

export const allNodes = () =>
  askMesh(
    table(
      {
        longName: { name: 'Node', nodeFrom: 'nodeId' },
        hwModel: { width: 140 },
        role: { width: 110 },
        lastHeard: { width: 140, properties: [since] },
        battery: { width: 90, properties: [colorText] },
        channelUtilization: { name: 'Air busy', width: 90, properties: [colorText] },
        snr: { width: 80, properties: [colorText] },
        hopsAway: { name: 'Hops', width: 70, properties: [exact] },
        firmware: { width: 130 },
      },
      ['Last heard', 'descending'],
    ),
    {
      id: 17,
      title: 'All nodes',
      description:
        'Every node known, the one heard last on top, with its latest battery level, channel utilisation and signal. A name leads to the dashboard of the node.',
      noValue: 'No nodes yet',
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
    },
  );
