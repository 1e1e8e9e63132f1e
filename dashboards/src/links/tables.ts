import { MARGIN_FAIR_DB } from '@mesh-observatory/contract/thresholds';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { linkPairs } from '../panels/linkPairs.js';
import { signalGraph } from '../panels/signal.js';
import { exact, table, wrapped } from '../panels/table.js';
import { above, below } from './rows.js';

export const weakLinks = () =>
  linkPairs(
    {
      id: 20,
      title: 'Weak links',
      description:
        'Links whose worse direction has a mean margin of less than 3 dB above the decoding limit, the worst first. Links with fewer than five readings are not judged. A falling trend points to an antenna, a connector, or leaves.',
      noValue: 'No data about weak links',
      queries: [{ queryType: 'linkpairs', ...narrowed }],
      transformations: [below('Weakest margin', MARGIN_FAIR_DB)],
    },
    { sortBy: ['Margin', 'ascending'], columns: 'margin' },
  );

/** dB; less is within what two radios differ by. */
const ASYMMETRY_DB = 6;

export const asymmetric = () =>
  linkPairs(
    {
      id: 21,
      title: 'Asymmetric links',
      description:
        'Links that are more than 6 dB better in one direction, on average over at least five readings each way. That points to unequal power, a bad antenna, or noise on one side; acknowledgments get lost there.',
      noValue: 'No data about asymmetric links',
      queries: [{ queryType: 'linkpairs', ...narrowed }],
      transformations: [above('SNR difference', ASYMMETRY_DB)],
    },
    { sortBy: ['Difference', 'descending'], columns: 'difference' },
  );

export const linkHistory = () =>
  signalGraph({
    id: 23,
    title: 'Margin over time',
    description:
      'Margin above the decoding limit of direct receptions by gateways. Choose a node above to see its links; below the line at 3 dB packets get lost. A line that falls for days is worth a look at the antenna.',
    legend: '{{shortName}} → {{gatewayShortName}}',
    narrowing: narrowed,
    limit: 12,
  });

export const cutPoints = () =>
  withMeshQueries(
    table(
      {
        longName: { name: 'Node', nodeFrom: 'nodeId' },
        cutOff: { name: 'Cuts off', width: 85, properties: [exact] },
        groups: { name: 'Parts', width: 70, properties: [exact] },
        links: { width: 70, properties: [exact] },
        cutOffNames: { name: 'Nodes cut off', properties: [wrapped] },
      },
      ['Cuts off', 'descending'],
    ),
    {
      id: 22,
      title: 'Critical nodes',
      description:
        'Articulation points of the link graph: without such a node, the nodes listed have no route to the rest. Adding a second link for them makes the mesh more robust.',
      noValue: 'No data',
      queries: [{ queryType: 'cutpoints', ...narrowed }],
    },
  );
