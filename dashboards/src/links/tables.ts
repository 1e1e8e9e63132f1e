import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { linkPairs } from '../panels/linkPairs.js';
import { exact, table, wrapped } from '../panels/table.js';

export const pairs = () =>
  linkPairs(
    {
      id: 20,
      title: 'Links, both directions',
      description:
        'Pairs of nodes with the latest SNR and the number of observations in each direction, from direct receptions, neighbor reports, traceroutes and relays.',
      queries: [{ queryType: 'linkpairs', ...narrowed }],
    },
    'Last seen',
  );

export const asymmetric = () =>
  linkPairs(
    {
      id: 21,
      title: 'Asymmetric links',
      description:
        'Links that are much better in one direction. A difference of more than 6 dB points to unequal power, a bad antenna, or noise on one side; acknowledgments get lost there.',
      queries: [{ queryType: 'linkpairs', ...narrowed }],
    },
    'Difference',
  );

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
