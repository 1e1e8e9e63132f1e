import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { panel, resultRows } from './support/dashboard';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

/** Query types by the name they have in the editor, and the element that shows their result. */
const kinds: Array<[kind: string, queryType: string, shownAs: 'canvas' | 'grid' | 'ol' | 'svg[role=img]' | 'stat']> = [
  ['Time series', 'timeseries', 'canvas'],
  ['Nodes', 'nodes', 'grid'],
  ['Positions', 'positions', 'grid'],
  ['Links', 'links', 'grid'],
  ['Messages', 'messages', 'ol'],
  ['Packets', 'packets', 'ol'],
  ['Traceroutes', 'traceroutes', 'grid'],
  ['Events', 'events', 'grid'],
  ['Traffic', 'traffic', 'canvas'],
  ['Gateways', 'gateways', 'grid'],
  ['Node graph', 'nodegraph', 'svg[role=img]'],
  ['Single value', 'stat', 'stat'],
];

async function chooseKind(page: Page, kind: string): Promise<void> {
  const choice = page.getByTestId('query-editor-row-A').getByRole('combobox').first();
  await choice.click();
  await choice.fill(kind);
  await page
    .getByRole('option', { name: new RegExp(`^${kind}`) })
    .first()
    .click();
}

describe('The query editor', () => {
  const browser = useBrowser();

  it.each(kinds)('builds a query for "%s" and shows its result', async (kind, queryType, shownAs) => {
    const page = await browser.openOnce('/explore');
    await resultRows(page);
    await chooseKind(page, kind);
    const answered = page.waitForResponse((response) =>
      (response.request().postData() ?? '').includes(`"queryType":"${queryType}"`),
    );
    await page.getByRole('button', { name: 'Run query' }).click();
    await answered;
    await resultRows(page);
    const result = panel(page, 'Result');
    if (shownAs === 'stat') {
      await until(async () => /\d/.test(await result.innerText()), { what: 'a number' });
    } else {
      await result
        .locator(shownAs === 'grid' ? '[role=grid]' : shownAs)
        .first()
        .waitFor();
    }
  });

  it('starts with messages as logs, and summarizes the query when its row is collapsed', async () => {
    const page = await browser.open('/explore');
    await until(async () => (await panel(page, 'Result').getByRole('listitem').count()) > 3, { what: 'log lines' });
    const row = page.getByTestId('query-editor-row-A');
    await row.getByRole('button', { name: 'A', exact: true }).click();
    expect(await row.innerText()).toMatch(/Messages/);
  });

  it('narrows the result down by a node that was searched and chosen', async () => {
    const page = await browser.open('/explore');
    await resultRows(page);
    await chooseKind(page, 'Nodes');
    await resultRows(page, (rows) => rows > 20);
    const nodes = page.getByTestId('query-editor-row-A').getByRole('combobox', { name: /Nodes/ });
    await nodes.click();
    await nodes.fill('Gateway');
    await page
      .getByRole('option', { name: /Gateway/ })
      .first()
      .click();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Run query' }).click();
    await resultRows(page, (rows) => rows === 1);
  });

  it('keeps a live query up to date through the proxy', async () => {
    const page = await browser.open('/explore?from=now-5m&to=now');
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname));
    await resultRows(page);
    await chooseKind(page, 'Packets');
    await page.getByTestId('query-editor-row-A').getByRole('switch', { name: /Live/ }).click({ force: true });
    await resultRows(page, (_rows, text) => text.startsWith('Streaming'));
    const newest = () => panel(page, 'Result').getByRole('listitem').first().innerText();
    const before = await until(newest, { what: 'the newest packet' });
    await until(async () => (await newest()) !== before, { what: 'a newer packet' });
    expect(sockets).toEqual(['/api/datasources/proxy/uid/mesh-observatory/api/ws']);
  });

  it('shows any result on the map', async () => {
    const page = await browser.open('/explore');
    await resultRows(page);
    await chooseKind(page, 'Nodes');
    await page.getByRole('radio', { name: 'Mesh map' }).check({ force: true });
    await page.getByTestId('mesh-map-canvas').waitFor();
  });
});
