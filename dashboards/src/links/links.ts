import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { graph, linkMap, linksNow } from './topology.js';
import { marginHistogram, weakNodes } from './quality.js';
import { hopsBars, hopsGraph, routeMap, traceroutes } from './routes.js';
import { asymmetric, cutPoints, linkHistory, weakLinks } from './tables.js';

export const links = () =>
  createDashboard({
    uid: 'mesh-links',
    title: 'Links and topology',
    description: 'Links and their quality, critical nodes, and the routes packets take',
    since: '24h',
    refresh: '1m',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(18, cell(12, graph()), cell(12, linkMap())),
      line(9, cell(4, linksNow()), cell(8, marginHistogram()), cell(12, cutPoints())),
    ],
    sections: [
      {
        id: 100,
        title: 'Links',
        lines: [
          line(12, cell(15, weakLinks()), cell(9, weakNodes())),
          line(10, cell(12, asymmetric()), cell(12, linkHistory())),
        ],
      },
      {
        id: 101,
        title: 'Routes through the mesh',
        lines: [
          line(16, cell(12, routeMap()), cell(12, traceroutes())),
          line(8, cell(8, hopsBars()), cell(16, hopsGraph())),
        ],
      },
    ],
  });
