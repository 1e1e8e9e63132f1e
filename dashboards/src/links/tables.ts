import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { linkPairs } from '../panels/linkPairs.js';
import { exact, table, wrapped } from '../panels/table.js';

export const pairs = () =>
  linkPairs(
    {
      id: 20,
      title: 'Links, both ways',
      description:
        'Pairs of nodes with the newest signal-to-noise ratio in each direction and how often it was seen, from direct receptions, neighbour reports, traceroutes and relays.',
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
        'Links that are much better one way than the other. More than 6 dB hint at unequal power, a bad antenna, or noise on one side; acknowledgements get lost there.',
      queries: [{ queryType: 'linkpairs', ...narrowed }],
    },
    'Difference',
  );

export const cutPoints = () =>
  askMesh(
    table(
      {
        longName: { name: 'Node', nodeFrom: 'nodeId' },
        cutOff: { name: 'Cuts off', width: 85, properties: [exact] },
        groups: { name: 'Parts', width: 70, properties: [exact] },
        links: { width: 70, properties: [exact] },
        cutOffNames: { name: 'Whom', properties: [wrapped] },
      },
      ['Cuts off', 'descending'],
    ),
    {
      id: 22,
      title: 'Nodes whose loss splits the mesh',
      description:
        'Articulation points of the graph of links: without such a node, the others it names have no way to the rest. A second link for them is the best investment a mesh can make.',
      noValue: 'No single node splits the mesh',
      queries: [{ queryType: 'cutpoints', ...narrowed }],
    },
  );
