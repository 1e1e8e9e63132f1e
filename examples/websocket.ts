/**
 * The live stream with `ws`: text messages and battery levels as they come in.
 *
 *     MESH_URL=http://127.0.0.1:8080 API_TOKEN=… npx tsx examples/websocket.ts
 */
import { WebSocket } from 'ws';

interface Batch {
  messages?: { fromId: string; channel: string; text: string | null }[];
  telemetry?: { nodeId: string; metric: string; value: number }[];
}
type ServerMessage =
  | { type: 'hello'; sessionId: string; protocol: number }
  | { type: 'subscribed'; kinds: string[] }
  | { type: 'lagging'; dropped: number }
  | { type: 'error'; code: string; message: string }
  | ({ type: 'batch'; seq: number } & Batch);

const { MESH_URL = 'http://127.0.0.1:8080', API_TOKEN } = process.env;
const url = new URL('/api/ws', MESH_URL.replace(/^http/, 'ws'));
const socket = new WebSocket(url, API_TOKEN === undefined ? {} : { headers: { Authorization: `Bearer ${API_TOKEN}` } });

function show(message: ServerMessage): void {
  switch (message.type) {
    case 'hello':
      console.log(`Connected, protocol ${message.protocol}`);
      break;
    case 'batch':
      for (const { fromId, channel, text } of message.messages ?? []) console.log(`${channel} ${fromId}: ${text}`);
      for (const { nodeId, metric, value } of message.telemetry ?? [])
        if (metric === 'device_battery_level') console.log(`Battery of ${nodeId}: ${value} %`);
      break;
    case 'lagging':
      console.log(`This program reads too slowly: ${message.dropped} batches were left out`);
      break;
    case 'error':
      console.error(`${message.code}: ${message.message}`);
      break;
    case 'subscribed':
      console.log(`Subscribed to ${message.kinds.join(', ')}`);
  }
}

socket.on('open', () => {
  // Only new data: the state of the mesh (the snapshot) is left out.
  socket.send(JSON.stringify({ type: 'subscribe', kinds: ['messages', 'telemetry'], snapshot: false }));
});
// Without `"compression": "gzip"` in the subscription every message is text.
socket.on('message', (data: Buffer) => show(JSON.parse(data.toString()) as ServerMessage));
socket.on('unexpected-response', (_request, response) => {
  console.error(`The collector refused the connection with status ${response.statusCode}`);
  process.exitCode = 1;
});
socket.on('error', (error) => console.error(error.message));
socket.on('close', (code) => console.log(`Closed with ${code}`));
