import { withMeshQueries } from '../foundation/panel.js';
import { batteryThresholds, thresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { eventsTable } from '../panels/events.js';
import { messagesTable } from '../panels/messages.js';
import { colorText, exact, gaugeCell, since, table } from '../panels/table.js';

export const lastMessages = () =>
  messagesTable({
    id: 11,
    title: 'Last messages',
    description: 'Messages on channels the collector can decrypt. New messages appear automatically.',
    queries: [{ queryType: 'messages', live: true, ...narrowed, limit: 100 }],
  });

export const silentNodes = () =>
  withMeshQueries(
    table(
      {
        label: { name: 'Node', nodeFrom: 'nodeId' },
        role: { width: 105 },
        lastHeard: { name: 'Last heard', width: 125, properties: [since] },
      },
      ['Last heard', 'ascending'],
    ),
    {
      id: 12,
      title: 'Silent nodes',
      description:
        'Nodes that have not been heard for several times their usual interval, the longest silence first. A solar node silent at night is short of power; a silent router can cut off other nodes.',
      noValue: 'No data',
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
      transformations: [keepRows('State', 'silent')],
    },
  );

/** Only rows whose field has the value. */
function keepRows(fieldName: string, value: string) {
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
  withMeshQueries(
    table(
      {
        label: { name: 'Node', nodeFrom: 'nodeId' },
        battery: {
          name: 'Battery',
          width: 95,
          properties: [gaugeCell, { id: 'min', value: 0 }, { id: 'max', value: 100 }],
        },
        voltage: { width: 70 },
        batteryAt: { name: 'Measured', width: 125, properties: [since] },
      },
      ['Battery', 'ascending'],
    ).thresholds(batteryThresholds()),
    {
      id: 13,
      title: 'Batteries, lowest first',
      description:
        'The latest battery level of nodes that run on a battery. Below 20 % a node may fall silent within hours; lithium cells below 3.3 V are nearly empty whatever the percentage.',
      noValue: 'No data about batteries',
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
  withMeshQueries(
    table(
      {
        label: { name: 'Gateway', nodeFrom: 'gatewayId' },
        state: { name: 'State', width: 75, properties: [colorText] },
        share: { name: 'Share', width: 110, properties: [gaugeCell, { id: 'color', value: blue }] },
      },
      ['Share', 'descending'],
    ),
    {
      id: 14,
      title: 'Gateways',
      description:
        'Packets each gateway received in the time range, and its share of all packets. Two gateways with the same high share can replace each other.',
      noValue: 'No data',
      queries: [{ queryType: 'gateways', live: true, ...narrowed }],
    },
  );

const blue = { mode: 'fixed', fixedColor: 'blue' };

export const latestEvents = () =>
  eventsTable({
    id: 15,
    title: 'Events',
    description:
      'Reboots, new and silent nodes, changed names, keys and firmware, gateways that went down or came up. The same events are annotations in the graphs.',
    queries: [{ queryType: 'events', live: true, nodes: ['$node'], roles: ['$role'], limit: 100 }],
  });

export const runningOut = () =>
  withMeshQueries(
    table(
      {
        long_name: { name: 'Node', nodeFrom: 'node_id' },
        node_battery_days_left: { name: 'Days left', width: 100, properties: [colorText] },
      },
      ['Days left', 'ascending'],
    )
      .timeFrom(TREND)
      .thresholds(thresholds([0, 'red'], [1, 'orange'], [3, 'green'])),
    {
      id: 16,
      title: 'Batteries running out',
      description:
        'Days until batteries are empty if their charge keeps falling as in the last three days, whatever the time range above. Nodes whose charge does not fall are left out.',
      noValue: 'No data: a trend needs readings of 2 days, and a battery that falls',
      queries: [{ queryType: 'values', metrics: ['node_battery_days_left'], ...narrowed }],
    },
  );

export const allNodes = () =>
  withMeshQueries(
    table(
      {
        label: { name: 'Node', nodeFrom: 'nodeId' },
        role: { width: 105 },
        lastHeard: { name: 'Last heard', width: 125, properties: [since] },
        battery: { width: 75, properties: [colorText] },
        channelUtilization: { name: 'Channel use', width: 98, properties: [colorText] },
        snr: { width: 64, properties: [colorText] },
        hopsAway: { name: 'Hops', width: 55, properties: [exact] },
      },
      ['Last heard', 'descending'],
    ),
    {
      id: 17,
      title: 'All nodes',
      description:
        'Every known node, most recently heard first, with its latest battery level, channel utilization and signal. A name links to the dashboard of the node.',
      noValue: 'No data',
      queries: [{ queryType: 'nodes', live: true, ...narrowed }],
    },
  );
