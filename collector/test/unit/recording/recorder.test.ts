import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import type { RawMessage, UnixMillis } from '../../../src/model.js';
import { createRecorder } from '../../../src/recording/recorder.js';
import { recordingLogger } from '../../helpers/recording-logger.js';

describe('the recorder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let directory: string;
  beforeEach(() => {
    folder = temporaryFolder();
    directory = join(folder.path, 'recordings');
  });
  afterEach(() => folder.remove());

  let now = 1_770_000_000_000;
  const clock = () => (now += 1_000) as UnixMillis;
  const messageOf = (text: string): RawMessage => ({
    broker: 'default',
    topic: 'msh/2/e/LongFast/!0badcafe',
    payload: Buffer.from(text),
    qos: 1,
    retained: false,
    redelivered: false,
    receivedAt: now as UnixMillis,
  });
  const filesNow = () => readdirSync(directory).sort();
  const contents = () => filesNow().flatMap((name) => readFileSync(join(directory, name), 'utf8').trim().split('\n'));
  const texts = () =>
    contents().map((line) => Buffer.from((JSON.parse(line) as { payload: string }).payload, 'base64').toString());

  it('writes every message in order, into files only their owner may read', async () => {
    const { logger } = recordingLogger();
    const recorder = createRecorder({ directory, maxBytes: 1e6, clock, logger });
    const sent = Array.from({ length: 500 }, (_, index) => `message ${index}`);
    for (const text of sent) recorder.record(messageOf(text));
    await recorder.close();
    expect(texts()).toEqual(sent);
    for (const name of filesNow()) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
  });

  it('never takes more than its share of the disk, and keeps the newest', async () => {
    const { logger } = recordingLogger();
    const maxBytes = 20_000;
    const recorder = createRecorder({ directory, maxBytes, clock, logger });
    for (let index = 0; index < 400; index += 1) {
      recorder.record(messageOf(`message ${index} ${'x'.repeat(100)}`));
      await new Promise(setImmediate);
    }
    await recorder.close();
    const bytes = filesNow().reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
    expect(bytes).toBeLessThan(maxBytes * 1.2);
    expect(texts().at(-1)).toContain('message 399');
    expect(texts()[0]).not.toContain('message 0 ');
  });

  it('goes on without recording where nothing can be written, and says so once', async () => {
    const logs = recordingLogger();
    writeFileSync(join(folder.path, 'a file'), '');
    const recorder = createRecorder({
      directory: join(folder.path, 'a file'),
      maxBytes: 1e6,
      clock,
      logger: logs.logger,
    });
    for (let index = 0; index < 10; index += 1) {
      recorder.record(messageOf('x'));
      await new Promise(setImmediate);
    }
    await recorder.close();
    expect(logs.events('recording.failed')).toHaveLength(1);
  });
});
