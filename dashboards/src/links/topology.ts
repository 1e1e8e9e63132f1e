import { PanelBuilder } from '@grafana/grafana-foundation-sdk/nodegraph';
import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { counts } from '../panels/stat.js';

export const graph = () =>
  askMesh(new PanelBuilder(), {
    id: 1,
    title: 'Mesh as a graph',
    description:
      'Nodes with the most links first; the colour of a link is its signal-to-noise ratio, its width how often it was seen. Rings: green is online, blue a gateway, grey silent.',
    noValue: 'No links in this time range',
    queries: [{ queryType: 'nodegraph', linkKinds: ['direct', 'neighbor'], ...narrowed, limit: 120 }],
  });

export const linkMap = () =>
  askMesh(
    new MeshMapBuilder({
      links: { kinds: ['direct', 'neighbor'] },
      tracks: { show: false },
      precision: { show: false },
      interaction: { nodeVariable: 'node' },
    }),
    {
      id: 2,
      title: 'Links on the map',
      description:
        'The same links where they are: green is good, yellow fair, red poor. Click a node to narrow the whole dashboard down to it; kinds of links can be switched in the legend.',
      noValue: 'No node has told its position',
      queries: [
        { refId: 'nodes', queryType: 'nodes', live: true, ...narrowed },
        { refId: 'links', queryType: 'links', live: true, ...narrowed },
      ],
    },
  );

export const linksNow = () =>
  askMesh(counts(), {
    id: 3,
    title: 'Links seen',
    description:
      'Links seen in the time range, each direction and each kind of evidence counted by itself: direct receptions, neighbour reports, traceroutes, relays.',
    queries: (
      [
        ['direct', 'Direct'],
        ['neighbor', 'Reported'],
        ['traceroute', 'Traced'],
        ['relay', 'Relayed'],
      ] as const
    ).map(([kind, legend]) => ({ queryType: 'stat', stat: 'links', linkKinds: [kind], legend, ...narrowed })),
    unit: 'locale',
  });
