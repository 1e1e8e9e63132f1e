import { PanelBuilder } from '@grafana/grafana-foundation-sdk/nodegraph';
import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { counts } from '../panels/stat.js';

export const graph = () =>
  withMeshQueries(new PanelBuilder(), {
    id: 1,
    title: 'Mesh as a graph',
    description:
      'Nodes with the most links first. Links are colored by their margin above the decoding limit; their width is the number of observations. Rings: green is online, blue an online gateway, yellow late, red silent, gray not heard since the collector started.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'nodegraph', linkKinds: ['direct', 'neighbor'], ...narrowed, limit: 120 }],
  });

export const linkMap = () =>
  withMeshQueries(
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
        'Links at the positions of their nodes: green has at least 10 dB above the decoding limit, red less than 3 dB. Click a node to filter the whole dashboard by it; toggle kinds of links in the legend.',
      noValue: 'No data about positions',
      queries: [
        { refId: 'nodes', queryType: 'nodes', live: true, ...narrowed },
        { refId: 'links', queryType: 'links', live: true, ...narrowed },
      ],
    },
  );

export const linksNow = () =>
  withMeshQueries(counts(), {
    id: 3,
    title: 'Links seen',
    description:
      'Links seen in the time range, counted per direction and kind of evidence: direct receptions, neighbor reports, traceroutes, relays.',
    queries: (
      [
        ['direct', 'Direct'],
        ['neighbor', 'Reported'],
        ['traceroute', 'Traced'],
        ['relay', 'Relayed'],
        ['internet', 'Internet'],
      ] as const
    ).map(([kind, legend]) => ({ queryType: 'stat', stat: 'links', linkKinds: [kind], legend, ...narrowed })),
    unit: 'locale',
  });
