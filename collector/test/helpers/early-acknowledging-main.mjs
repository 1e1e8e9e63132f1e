// A collector with a fault: it acknowledges messages before they are committed, and keeps the newest hundred to itself.
import { readFileSync } from 'node:fs';
import { createApp } from '../../dist/app.js';
import { loadConfig } from '../../dist/config/config.js';
import { createLogger } from '../../dist/logger.js';

const HELD = 100;

const app = createApp({
  config: loadConfig(process.env, (path) => readFileSync(path, 'utf8')),
  logger: createLogger({ level: 'info', pretty: false }),
  showBanner: undefined,
  readProcess: () => ({ cpuSeconds: 0, residentBytes: 0 }),
  onFatal(error) {
    throw error;
  },
  intake(handle) {
    const held = [];
    return async (message) => {
      held.push(message);
      if (held.length > HELD) void handle(held.shift());
    };
  },
});
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
await app.start();
