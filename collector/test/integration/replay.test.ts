import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { parse } from 'yaml';
import { spawnCollector, startCollector, type Environment } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';
import { formatNodeId, type NodeNum } from '../../src/model.js';
import { vectors } from '../helpers/vectors.js';

const envelopes = vectors.packets.map(({ topic, envelope_hex: hex }) => ({ topic, hex }));
const [first] = envelopes;

interface Report {
  readonly messages: number;
  readonly refused: readonly string[];
  readonly stored: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

describe('replay', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const file = (name: string, text: string) => {
    writeFileSync(join(folder.path, name), text);
    return join(folder.path, name);
  };

  const run = (...args: string[]) => runWith({}, ...args);

  async function runWith(environment: Environment, ...args: string[]) {
    const collector = spawnCollector(environment, { args: ['replay', ...args] });
    const code = await collector.exited;
    return { code, stdout: collector.logs.map((line) => String(line.msg)).join('\n'), stderr: collector.stderr };
  }

  async function report(...args: string[]): Promise<Report> {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).toEqual([0, '']);
    return parse(stdout) as Report;
  }

  it('prints what is stored of envelopes in hex, and why others are not', async () => {
    const { topic, hex } = first!;
    const path = file('bug.hex', `# a comment\n${topic} ${hex}\n${hex}\nzz\n00ff\n`);
    const { messages, refused, stored } = await report(path);
    expect(messages).toBe(3);
    expect(stored.packets).toHaveLength(1);
    expect(stored.packets?.[0]).toMatchObject({ fromId: expect.stringMatching(/^![0-9a-f]{8}$/) });
    expect(refused).toEqual([
      expect.stringContaining('line 4 is no message'),
      expect.stringContaining('rejected (malformed)'),
    ]);
  });

  it('names the messages that a policy drops, with the policy', async () => {
    const { packets } = vectors;
    const { envelope_hex: hex, header } = packets[0]!;
    const denied = formatNodeId(header.from_num as NodeNum);
    const { stdout } = await runWith({ NODE_DENY: denied }, file('denied.hex', hex));
    expect(parse(stdout)).toMatchObject({
      refused: [expect.stringMatching(/^denied\.hex: message 1 on .*: dropped by policy \(node_denied\)$/)],
      stored: { packets: [] },
    });
  });

  it('plays what a running collector recorded into the same state', async () => {
    const recordings = join(folder.path, 'recordings');
    const collector = await startCollector({
      EMBEDDED_BROKER: 'true',
      EMBEDDED_BROKER_PORT: '0',
      RECORD_DIR: recordings,
    });
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${collector.brokerPort}`);
    for (const { topic, hex } of envelopes) {
      await client.publishAsync(topic, Buffer.from(hex, 'hex'), { qos: 1 });
    }
    await client.endAsync();
    const packets = await until(async () => {
      const { data } = await collector.get<{ data: { packetId: number }[] }>('/api/packets?limit=1000');
      return data.length > 0 && data;
    });
    await collector.stop();
    const replayed = await report(recordings);
    expect(replayed.messages).toBe(envelopes.length);
    const idsOf = (list: readonly Readonly<Record<string, unknown>>[] = []) =>
      list.map(({ packetId }) => packetId).sort();
    expect(idsOf(replayed.stored.packets)).toEqual(idsOf(packets));
  });

  it('keeps the database when asked, and never writes into one that exists', async () => {
    const { hex } = first!;
    const path = file('bug.hex', hex);
    const database = join(folder.path, 'kept.db');
    await report('--database', database, path);
    expect(existsSync(database)).toBe(true);
    const again = await run('--database', database, path);
    expect(again.code).toBe(64);
    expect(again.stderr).toContain('exists');
  });

  it.each([
    [['nowhere.hex'], 'cannot be replayed'],
    [[], 'needs files or folders'],
    [['--at', 'yesterday', 'x.hex'], '"yesterday"'],
  ])('ends with 64 and a sentence for %j', async (args, sentence) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(64);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('plays the recordings of a folder by name and passes over other files', async () => {
    const { hex } = first!;
    file('b.hex', hex);
    copyFileSync(file('a.hex', hex), join(folder.path, 'README.md'));
    const { messages } = await report(folder.path);
    expect(messages).toBe(2);
    expect(readdirSync(folder.path).sort()).toEqual(['README.md', 'a.hex', 'b.hex']);
  });
});
