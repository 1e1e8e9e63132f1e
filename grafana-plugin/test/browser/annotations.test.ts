import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { panel } from './support/dashboard';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const GRAPH = '/d/test-panels?viewPanel=panel-5';

describe('Annotations on a graph', () => {
  const browser = useBrowser();

  const markers = (page: Page): Locator => panel(page, 'Traffic').getByTestId('annotation-marker');

  /** Names of the annotations: that of the query, and the title. */
  const names = (page: Page): Promise<string[]> =>
    markers(page).evaluateAll((all) => all.map((marker) => marker.getAttribute('aria-label') ?? ''));

  it('mark events of nodes', async () => {
    const page = await browser.open(GRAPH);
    const found = await until(
      async () => {
        const all = await names(page);
        return all.length > 5 && all;
      },
      { what: 'events' },
    );
    expect(found.filter((name) => !name.startsWith('Events: '))).toEqual([]);
    expect(found.join()).toMatch(/New node|restarted|silent/);
  });

  it('show time, name of the query, text and tags of the marker under the pointer', async () => {
    const page = await browser.open(GRAPH);
    const restart = panel(page, 'Traffic')
      .getByRole('button', { name: /^Events: .* restarted/ })
      .first();
    await restart.focus();
    const details = page.getByTestId('annotation-details');
    await details.waitFor();
    expect(await details.innerText()).toMatch(/^\d{4}-\d\d-\d\d [\d:]+\s+Events\s.* restarted\s+Up for .*reboot/s);
  });

  it('mark text messages where their query asks for them, and disappear when they are turned off', async () => {
    const page = await browser.open(GRAPH);
    await until(async () => (await markers(page).count()) > 5, { what: 'events' });
    await page.getByRole('switch', { name: 'Texts' }).click({ force: true });
    await until(async () => (await names(page)).some((name) => /^Texts: .+ → .+/.test(name)), { what: 'texts' });
    await page.getByRole('switch', { name: 'Events' }).click({ force: true });
    await until(async () => (await names(page)).every((name) => name.startsWith('Texts: ')), { what: 'texts only' });
  });
});
