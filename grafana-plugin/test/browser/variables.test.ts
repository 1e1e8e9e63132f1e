import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { panel, tableRows } from './support/dashboard';
import { environment } from './support/environment';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const VARIABLES = '/d/test-variables';
const NODES = '/d/test-panels?viewPanel=panel-1';

describe('Variables', () => {
  const browser = useBrowser();

  it('offers nodes by name and uses their ids', async () => {
    const page = await browser.openOnce(VARIABLES);
    await choose(page, 'nodes', 'Schlossberg');
    await until(async () => /^![0-9a-f]{8}$/.test(new URL(page.url()).searchParams.get('var-nodes') ?? ''), {
      what: 'the id',
    });
    await page.getByText('Schlossberg Gateway (sim)').first().waitFor();
  });

  it.each([
    ['gateways', 'Schlossberg', /^![0-9a-f]{8}$/],
    ['channels', 'LongFast', /LongFast/],
    ['roles', 'ROUTER', /ROUTER/],
    ['metrics', 'Battery level', /^device_battery_level$/],
    ['hardware', 'HELTEC', /HELTEC/],
    ['regions', 'EU_868', /^EU_868$/],
  ])('offers %s', async (kind, words, value) => {
    const page = await browser.openOnce(VARIABLES);
    await choose(page, kind, words);
    await until(async () => value.test(new URL(page.url()).searchParams.get(`var-${kind}`) ?? ''), {
      what: 'the chosen value',
    });
  });

  it('narrows the panels of a dashboard down, several values at once', async () => {
    const response = await fetch(`${environment.collectorUrl()}/api/nodes?limit=2`);
    const { data } = (await response.json()) as { data: Array<{ nodeId: string }> };
    const chosen = data.map(({ nodeId }) => nodeId);
    const address = chosen.map((id) => `var-node=${encodeURIComponent(id)}`).join('&');
    const page = await browser.open(`${NODES}&${address}`);
    const rows = await until(
      async () => {
        const found = await tableRows(panel(page, 'Nodes'));
        return found.length === chosen.length && found;
      },
      { what: 'exactly the nodes that were chosen' },
    );
    expect(rows).toHaveLength(2);
  });

  it('lets people choose in the bar of the dashboard', async () => {
    const page = await browser.open(NODES);
    await until(async () => (await tableRows(panel(page, 'Nodes'))).length > 5, { what: 'all nodes' });
    await page.getByLabel('Role', { exact: true }).click();
    await page.getByRole('option', { name: 'ROUTER', exact: true }).click();
    // The choice counts when the list is left.
    await page.keyboard.press('Tab');
    await until(
      async () => {
        const rows = await tableRows(panel(page, 'Nodes'));
        return rows.length > 0 && rows.every((cells) => cells.includes('Router'));
      },
      { what: 'only routers' },
    );
    expect(new URL(page.url()).searchParams.getAll('var-role')).toEqual(['ROUTER']);
  });

  it('filters by ad hoc filters in the address', async () => {
    const page = await browser.open(`${NODES}&var-filters=${encodeURIComponent('role|=|TRACKER')}`);
    await until(
      async () => {
        const rows = await tableRows(panel(page, 'Nodes'));
        return rows.length > 0 && rows.every((cells) => cells.includes('Tracker'));
      },
      { what: 'only trackers' },
    );
  });

  async function choose(page: Page, variable: string, words: string): Promise<void> {
    const select = page.getByLabel(variable, { exact: true });
    await select.click();
    await select.fill(words);
    await page
      .getByRole('option', { name: new RegExp(words) })
      .first()
      .click();
  }
});
