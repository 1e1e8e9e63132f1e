/** Tables about links: who hears whom, and how well. */
import { askMesh, type MeshPanelFacts } from '../foundation/panel.js';
import { colorText, exact, since, table, wrapped } from './table.js';

export const linksTable = (facts: MeshPanelFacts) =>
  askMesh(
    table(
      {
        fromLongName: { name: 'Sender', nodeFrom: 'fromId' },
        toLongName: { name: 'Heard by', nodeFrom: 'toId' },
        kind: { name: 'Known from', width: 105 },
        snr: { name: 'SNR', width: 85, properties: [colorText] },
        rssi: { name: 'RSSI', width: 95 },
        count: { name: 'Times', width: 80, properties: [exact] },
        lastSeen: { name: 'Last seen', width: 125, properties: [since] },
      },
      ['SNR', 'descending'],
    ),
    { noValue: 'No links in this time range', ...facts },
  );

export const traceroutesTable = (facts: MeshPanelFacts) =>
  askMesh(
    table({
      time: { width: 115, properties: [since] },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 80, nodeFrom: 'toId' },
      complete: { name: 'Answered', width: 85 },
      hops: { width: 65, properties: [exact] },
      weakestSnr: { name: 'Weakest', width: 90, properties: [colorText] },
      route: { name: 'Way there', properties: [wrapped] },
      routeBack: { name: 'Way back', properties: [wrapped] },
    }),
    { noValue: 'No traceroutes in this time range', ...facts },
  );
