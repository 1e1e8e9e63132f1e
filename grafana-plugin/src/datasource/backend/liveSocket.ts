import { WebSocket } from 'ws';
import type { LiveSocket } from '../live/liveChannel';
import type { Settings } from './settings';

const HANDSHAKE_MS = 10_000;
/** The collector splits what is longer than 64 KB, where it can. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** A WebSocket to the collector with the interface of a browser's. */
export function openSocket({ url, headers, tls }: Settings): LiveSocket {
  const address = new URL(`${url.href.replace(/\/$/, '')}/api/ws`);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, {
    headers,
    ...tls,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  let problem = '';
  const live: LiveSocket = {
    send: (text) => socket.send(text),
    // Not a closing handshake, which a dead connection never finishes.
    close: () => socket.terminate(),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.on('open', () => live.onopen?.());
  socket.on('message', (data, isBinary) => {
    if (!isBinary) {
      live.onmessage?.({ data: String(data) });
    }
  });
  // Always followed by a close.
  socket.on('error', (error) => (problem = error.message));
  socket.on('close', (_code, reason) => live.onclose?.({ reason: reason.length > 0 ? String(reason) : problem }));
  return live;
}
