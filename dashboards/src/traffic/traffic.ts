import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { amountNow, decodingNow, spreadNow } from './state.js';
import { byChannel, byGateway, byNode, byOutcome, byPort, bytesByChannel, bytesByPort } from './graphs.js';
import { whoFloods, noise, receivedBad, relays, repeats, undecryptable, utilization } from './air.js';
import { channels, packetLog, packetTable } from './packets.js';

export const traffic = () =>
  createDashboard({
    uid: 'mesh-traffic',
    title: 'Traffic',
    description: 'Packets and bytes by port, channel, node and gateway, and the live packet log',
    since: '24h',
    refresh: '30s',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      evenLine(4, amountNow(), spreadNow(), decodingNow()),
      evenLine(9, byPort(), bytesByPort()),
      evenLine(9, byChannel(), bytesByChannel()),
      line(8, cell(24, channels())),
    ],
    sections: [
      {
        id: 100,
        title: 'Top senders and airtime',
        lines: [line(11, cell(14, whoFloods()), cell(10, undecryptable())), evenLine(9, byNode(), byGateway())],
      },
      {
        id: 101,
        title: 'Collisions and relays',
        lines: [evenLine(8, utilization(), noise(), receivedBad()), evenLine(8, repeats(), relays(), byOutcome())],
      },
      {
        id: 102,
        title: 'Every packet',
        lines: [line(14, cell(24, packetLog())), line(12, cell(24, packetTable()))],
      },
    ],
  });
