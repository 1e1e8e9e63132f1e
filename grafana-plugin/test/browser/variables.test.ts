import { describe, expect, it } from '@jest/globals';
import { panel, tableRows } from './support/dashboard';
import { useBrowser } from './support/useBrowser';
import { until } from './support/until';

describe('Variables', () => {
  const browser = useBrowser();

  it('offers nodes by name and uses their ids', async () => {
    const page = await browser.open('/preview/variables');
    const values = page.getByTestId('variable-values').getByRole('listitem');
    await until('sixty nodes', async () => (await values.count()) >= 55);
    expect(await values.first().innerText()).toMatch(/^[^!].*\n![0-9a-f]{8}$/s);
  });

  it.each([
    ['Gateways', /![0-9a-f]{8}/],
    ['Channels', /LongFast/],
    ['Roles', /CLIENT/],
    ['Metrics', /device_battery_level/],
    ['Hardware', /TBEAM|T_DECK|HELTEC/],
    ['Regions', /EU_868/],
  ])('offers %s', async (kind, expected) => {
    const page = await browser.openOnce('/preview/variables');
    await page.getByTestId('variable-editor').getByRole('combobox').first().click();
    await page.getByRole('option', { name: new RegExp(`^${kind}`) }).click();
    await until(`values of ${kind}`, async () => expected.test(await page.getByTestId('variable-values').innerText()));
  });

  it('narrows the panels of a dashboard down, several values at once', async () => {
    const chosen = await twoNodeIds();
    const address = chosen.map((id) => `var-node=${encodeURIComponent(id)}`).join('&');
    const page = await browser.open(`/d/preview?viewPanel=panel-6&${address}`);
    const rows = await until('exactly the nodes that were chosen', async () => {
      const found = await tableRows(panel(page, 'Nodes'));
      return found.length === chosen.length && found;
    });
    expect(rows).toHaveLength(2);
  });

  it('lets people choose in the bar of the dashboard', async () => {
    const page = await browser.open('/d/preview?viewPanel=panel-6');
    await until('all nodes', async () => (await tableRows(panel(page, 'Nodes'))).length > 5);
    await page.getByLabel('Role', { exact: true }).click();
    await page.getByRole('option', { name: 'ROUTER', exact: true }).click();
    // The choice counts when the list is left.
    await page.keyboard.press('Tab');
    await until('only routers', async () => {
      const rows = await tableRows(panel(page, 'Nodes'));
      return rows.length > 0 && rows.every((cells) => cells.includes('ROUTER'));
    });
    expect(new URL(page.url()).searchParams.getAll('var-role')).toEqual(['ROUTER']);
  });

  it('filters by ad hoc filters in the address', async () => {
    const page = await browser.open(`/d/preview?viewPanel=panel-6&var-filters=${encodeURIComponent('role|=|TRACKER')}`);
    await until('only trackers', async () => {
      const rows = await tableRows(panel(page, 'Nodes'));
      return rows.length > 0 && rows.every((cells) => cells.includes('TRACKER'));
    });
  });

  async function twoNodeIds(): Promise<string[]> {
    const page = await browser.open('/preview/variables');
    const values = page.getByTestId('variable-values').getByRole('listitem');
    await until('nodes to choose from', async () => (await values.count()) > 2);
    const texts = await values.allInnerTexts();
    return texts.slice(0, 2).map((text) => /![0-9a-f]{8}/.exec(text)![0]);
  }
});
