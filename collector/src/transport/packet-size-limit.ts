import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/**
 * Follows the framing of an MQTT byte stream (one type byte, 1–4 bytes of remaining length, that many bytes). Returns
 * true when a packet announces more than `maxBytes`, before any of it is buffered.
 */
export function createPacketSizeCheck(maxBytes: number): (chunk: Uint8Array) => boolean {
  let place: 'type' | 'length' | 'body' = 'type';
  let length = 0;
  let lengthBytes = 0;
  let bodyLeft = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (place === 'body') {
        const taken = Math.min(bodyLeft, chunk.length - at);
        bodyLeft -= taken;
        at += taken;
        if (bodyLeft === 0) place = 'type';
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (place === 'type') {
        place = 'length';
        length = 0;
        lengthBytes = 0;
        continue;
      }
      length += (byte & 0x7f) * 128 ** lengthBytes;
      lengthBytes += 1;
      // The fourth byte may not announce a fifth; the parser reports that, here only the memory is bounded.
      if ((byte & 0x80) !== 0 && lengthBytes < 4) continue;
      if (1 + lengthBytes + length > maxBytes) return false;
      bodyLeft = length;
      place = length === 0 ? 'type' : 'body';
    }
    return true;
  };
}

/**
 * The socket with a limit on the size of incoming packets: the parser of the broker has none of its own and would collect
 * up to 256 MB for anyone who can connect. Beyond the limit the connection is destroyed with an error.
 */
export function limitPacketSize(socket: Socket, maxBytes: number): Duplex {
  const fits = createPacketSizeCheck(maxBytes);
  const limited = new Duplex({
    read() {
      socket.resume();
    },
    write(chunk: Buffer, encoding, callback) {
      socket.write(chunk, encoding, callback);
    },
    final(callback) {
      socket.end(callback);
    },
    destroy(error, callback) {
      socket.destroy();
      callback(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!fits(chunk)) limited.destroy(new Error(`a packet is larger than ${maxBytes} bytes`));
    else if (!limited.push(chunk)) socket.pause();
  });
  socket.on('end', () => limited.push(null));
  socket.on('error', (error) => limited.destroy(error));
  socket.on('close', () => limited.destroy());
  return limited;
}
