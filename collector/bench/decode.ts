/** CPU time of decoding messages that are made to cost it. */
import { createDecoder } from '../src/decode/decode.js';
import { createKeyring } from '../src/decode/keyring.js';
import { hostileMessages, oversizeMessages } from '../test/helpers/hostile-messages.js';
import { cpuMilliseconds } from './cpu-time.js';

export function runDecode(): void {
  const decoder = createDecoder({ keyring: createKeyring([]) });
  for (const [name, message] of [...oversizeMessages, ...hostileMessages]) {
    const milliseconds = cpuMilliseconds(() => decoder.decode(message));
    process.stdout.write(`${milliseconds.toFixed(3).padStart(8)} ms  ${name}\n`);
  }
}
