import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { useBrowser } from './support/useBrowser';

const TOKEN = 'a-token-that-nobody-guesses-0123456789';
const SETTINGS = '/connections/datasources/edit/mesh-observatory';

describe('The settings of the data source', () => {
  const browser = useBrowser();
  let guarded: Collector;

  beforeAll(async () => {
    guarded = await startSimulatedCollector('nodes=12,seed=3,history=1', { API_TOKEN: TOKEN });
  });
  afterAll(() => guarded.stop());

  async function saveAndTest(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Save & test' }).click();
    return page.getByTestId('data-testid Alert').innerText();
  }

  it('say what a collector that is well has', async () => {
    const { url: previewUrl } = await browser.startPreview();
    const page = await browser.open(SETTINGS, { previewUrl });
    const words = await saveAndTest(page);
    expect(words).toMatch(
      /Connected to Mesh Observatory \d+\.\d+\.\d+ \(simulated mesh\): 1 of 1 broker connected, last packet .* ago, \d+ nodes/,
    );
  });

  it('say that the token is wrong, and accept the right one without ever showing it to the browser', async () => {
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: guarded.url });
    const page = await browser.open(SETTINGS, { previewUrl });
    browser.expectProblems(/status of 400 \(Bad Request\)/);
    expect(await saveAndTest(page)).toContain('The collector refused the API token');

    const received: string[] = [];
    page.on('response', (response) => {
      void response.text().then(
        (text) => received.push(text),
        () => undefined,
      );
    });
    await page.getByPlaceholder(/API_TOKEN/).fill(TOKEN);
    expect(await saveAndTest(page)).toContain('Connected to Mesh Observatory');
    await page.goto(`${previewUrl}/d/mesh-overview?viewPanel=panel-17`);
    await page.getByText('(sim)').first().waitFor();
    expect(received.filter((text) => text.includes(TOKEN))).toEqual([]);
  });

  it('say that nobody answers at the address', async () => {
    const { url: previewUrl } = await browser.startPreview();
    const page = await browser.open(SETTINGS, { previewUrl });
    browser.expectProblems(/status of 502 \(Bad Gateway\)/);
    await page
      .getByPlaceholder(/http:\/\//)
      .first()
      .fill('http://127.0.0.1:9');
    expect(await saveAndTest(page)).toContain('Grafana cannot reach the collector');
  });

  it('say that something else answers at the address', async () => {
    const other = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: `http://127.0.0.1:${port}` });
    const page = await browser.open(SETTINGS, { previewUrl });
    expect(await saveAndTest(page)).toContain('not a Mesh Observatory collector');
    await new Promise((resolve) => other.close(resolve));
  });
});
