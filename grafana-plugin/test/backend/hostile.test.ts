import { until } from '@mesh-observatory/test-kit/until';
import { startPlugin, type PluginHost } from './support/host';
import { pluginContext, queryDataRequest, type QueryDataResponse, type Saved } from './support/requests';
import { asCollector, frameFor, startStubCollector, type StubCollector } from './support/stubCollector';

describe('the backend when things go wrong', () => {
  let plugin: PluginHost;
  let collector: StubCollector;

  beforeAll(async () => {
    [plugin, collector] = await Promise.all([startPlugin(), startStubCollector()]);
  });
  afterAll(async () => {
    await plugin.kill();
    await collector.stop();
  });
  beforeEach(() => {
    collector.heard.length = 0;
    collector.respond = asCollector;
  });

  const nodes = { queryType: 'nodes', version: 1 };
  async function ask(saved: Partial<Saved> = {}) {
    const request = queryDataRequest({ url: collector.url, ...saved }, [{ refId: 'A', model: nodes }]);
    const { responses } = await plugin.call<QueryDataResponse>('Data', 'QueryData', request);
    const answer = responses['A'];
    if (answer === undefined) {
      throw new Error('There is no answer.');
    }
    return answer;
  }
  const answering = (body: string, status = 200) => {
    collector.respond = (_heard, response) => {
      response.statusCode = status;
      response.end(body);
    };
  };
  const wrapped = (frames: string) => `{"results":{"A":{"status":200,"frames":[${frames}]}}}`;

  it.each([
    ['nothing', ''],
    ['half an answer', wrapped(frameFor('A')).slice(0, -30)],
    ['something behind the answer', `${wrapped(frameFor('A'))} {}`],
    ['a page of HTML', '<html></html>'],
    ['a list', '[]'],
    ['a number that is none', wrapped('{"schema":{},"data":{"values":[[01]]}}')],
    ['a word that is none', wrapped('{"schema":{},"data":{"values":[[NaN]]}}')],
    ['an open text', wrapped('{"schema":{"name":"x\n"},"data":{}}')],
    ['an escape that is none', wrapped('{"schema":{"name":"\\x"},"data":{}}')],
    ['a comma too many', wrapped('{"schema":{},"data":{"values":[[1,]]}}')],
    ['a frame without data', wrapped('{"schema":{}}')],
    ['lists without an end', wrapped(`{"schema":{},"data":${'['.repeat(100_000)}`)],
  ])('does not hand on %s', async (_what, body) => {
    answering(body);
    const answer = await ask();
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream', frames: [] });
    expect(answer.error).toMatch(/^The collector's answer cannot be read/);
  });

  it('says what is wrong with the token', async () => {
    answering('{"code":"unauthorized","message":"The token is wrong."}', 401);
    expect(await ask()).toMatchObject({
      status: 401,
      errorSource: 'downstream',
      error: 'The collector refused the API token. Enter the value of its API_TOKEN setting.',
    });
  });

  it('says that the collector is down, and works again when it is back', async () => {
    const other = await startStubCollector();
    const { url } = other;
    await other.stop();
    expect(await ask({ url })).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect((await ask({ url })).error).toMatch(/cannot reach the collector.*ECONNREFUSED/);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('says that the collector does not answer in time, and lets go of it', async () => {
    collector.respond = () => undefined;
    const answer = await ask({ uid: 'slow', jsonData: { timeout: 0.3 } });
    expect(answer).toMatchObject({ status: 504, error: 'The collector did not answer within 0.3 s.' });
    await until(async () => collector.heard[0]?.abandoned, { what: 'the request is abandoned' });
  });

  it('lets go of an answer that stops in the middle', async () => {
    collector.respond = (_heard, response) => void response.write('{"results":');
    expect(await ask({ uid: 'slow', jsonData: { timeout: 0.3 } })).toMatchObject({ status: 504 });
  });

  it('notices a connection that breaks in the middle', async () => {
    collector.respond = (_heard, response) => {
      response.write('{"results":');
      setImmediate(() => response.destroy());
    };
    expect(await ask()).toMatchObject({ status: 502, errorSource: 'downstream' });
  });

  it('sends a question again when a connection that was kept turns out to be closed', async () => {
    await ask();
    const first = new Set<unknown>();
    collector.respond = (heard, response, request) => {
      if (first.size === 0) {
        first.add(request.socket);
        request.socket.destroy();
      } else {
        asCollector(heard, response, request);
      }
    };
    expect(await ask()).toMatchObject({ status: 200, error: '' });
    expect(collector.heard).toHaveLength(3);
  });

  it('keeps endless errors out of its memory', async () => {
    const endless = `{"code":"x","message":"${'x'.repeat(20 * 1024 * 1024)}"}`;
    answering(endless, 500);
    expect((await ask()).error).toMatch(/^Grafana cannot reach the collector/);
    answering(`{"results":{"A":{"status":500,"frames":[],"error":"${'x'.repeat(20 * 1024 * 1024)}"}}}`);
    expect(await ask()).toMatchObject({ status: 500, error: 'The collector answered with an endless error.' });
    answering(endless);
    const { message } = await plugin.call<{ message: string }>('Diagnostics', 'CheckHealth', {
      pluginContext: pluginContext({ url: collector.url }),
    });
    expect(message).toBe("The collector's answer is larger than 1 MB; ask for less.");
  });

  it('takes no answer without an end', async () => {
    collector.respond = (_heard, response) => {
      const block = Buffer.alloc(1024 * 1024, 0x20);
      const more = () => {
        while (!response.destroyed && response.write(block)) {}
      };
      response.on('drain', more);
      more();
    };
    expect((await ask()).error).toBe("The collector's answer is larger than 24 MB; ask for less.");
  });

  it('hands on 10,000 rows, and 300,000', async () => {
    for (const rows of [10_000, 300_000]) {
      const frame = `{"schema":{"name":"x"},"data":{"values":[[${Array.from({ length: rows }, (_, row) => row + 0.25).join()}]]}}`;
      answering(wrapped(frame));
      const { frames, error } = await ask();
      expect(error).toBe('');
      expect(String(frames[0]) === frame).toBe(true);
    }
  });

  it('answers a flood of requests, a few at a time', async () => {
    let now = 0;
    let most = 0;
    collector.respond = (heard, response, request) => {
      now += 1;
      most = Math.max(most, now);
      response.on('close', () => (now -= 1));
      setImmediate(() => asCollector(heard, response, request));
    };
    const answers = await Promise.all(Array.from({ length: 400 }, () => ask()));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(most).toBeLessThanOrEqual(8);
    expect(most).toBeGreaterThan(1);
  });

  it('refuses requests that are too large for it, and lives on', async () => {
    const model = { ...nodes, search: 'x'.repeat(17 * 1024 * 1024) };
    const request = queryDataRequest(collector, [{ refId: 'A', model }]);
    await expect(plugin.call('Data', 'QueryData', request)).rejects.toThrow(/RESOURCE_EXHAUSTED/);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('has logged no secret and failed nowhere', () => {
    expect(JSON.stringify(plugin.log())).not.toContain('the-token');
    expect(plugin.log().filter((line) => line['@level'] === 'error')).toEqual([]);
  });
});
