import { describe, expect, it } from '@jest/globals';
import { panel } from './support/dashboard';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

describe('The preview', () => {
  const browser = useBrowser();

  it('says that it is not Grafana', async () => {
    const page = await browser.open('/');
    expect(await page.getByTestId('preview-notice').innerText()).toBe('Preview, not Grafana');
    expect(await page.title()).toContain('not Grafana');
  });

  it('opens on the dashboard "Mesh overview"', async () => {
    const page = await browser.open('/');
    await panel(page, 'Live map').waitFor();
    expect(new URL(page.url()).pathname).toBe('/d/mesh-overview');
    expect(await page.locator('[aria-current=page]').last().innerText()).toBe('Mesh overview');
  });

  it.each([
    ['a stat', '/d/mesh-overview?viewPanel=panel-1', 'Nodes', /Online\s+\d+/],
    ['a table', '/d/mesh-overview?viewPanel=panel-17', 'All nodes', /\(sim\)/],
    ['a bar gauge', '/d/mesh-inventory?viewPanel=panel-3', 'Role', /Router/],
    ['logs', '/d/mesh-traffic?viewPanel=panel-40', 'Packet log (live)', /TELEMETRY_APP/],
    ['a time series', '/d/mesh-traffic?viewPanel=panel-10', 'Packets per minute, by port', /TELEMETRY/],
    ['a state timeline', '/d/mesh-gateways?viewPanel=panel-30', 'Gateway uptime', /Receiving/],
  ])('shows %s of a dashboard', async (_visualization, address, title, expected) => {
    const page = await browser.open(address);
    await until(async () => expected.test(await panel(page, title).innerText()), { what: `"${title}" with data` });
  });

  it('shows a histogram of a dashboard, and the count of the bucket under the pointer', async () => {
    const page = await browser.open('/d/mesh-gateways?viewPanel=panel-32');
    const chart = panel(page, 'Gateways per packet').locator('.u-over');
    await until(
      async () => {
        await chart.hover({ position: { x: 50, y: 50 } });
        await chart.hover({ position: { x: 60, y: 60 } });
        return page.getByText(/^Count$/).isVisible();
      },
      { what: 'the count' },
    );
  });

  it('highlights the edges of the node under the pointer, and shows the details of the node', async () => {
    const page = await browser.open('/d/test-panels?viewPanel=panel-4');
    const nodes = page.locator('svg[role=img] [data-node]');
    await until(async () => (await nodes.count()) > 20, { what: 'nodes' });
    const faded = () =>
      page
        .locator('svg[role=img] > g')
        .evaluateAll((all) => all.filter((one) => getComputedStyle(one).opacity !== '1').length);
    expect(await faded()).toBe(0);
    await nodes.first().locator('circle').first().hover();
    await page.getByText('Hardware').waitFor();
    expect(await faded()).toBeGreaterThan(0);
    await nodes.first().locator('circle').first().click();
    await page.getByRole('menuitem', { name: 'Node details' }).waitFor();
  });

  it('changes between the dark and the light theme and keeps the choice', async () => {
    const page = await browser.open('/d/test-panels?viewPanel=panel-1');
    const background = () => page.evaluate(() => getComputedStyle(document.querySelector('header')!).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Light theme' }).click();
    await until(async () => (await background()) !== dark, { what: 'a lighter page' });
    expect(await page.evaluate(() => localStorage.getItem('preview.theme'))).toBe('light');
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await until(async () => (await background()) === dark, { what: 'the dark page again' });
  });

  it('shows one panel alone, as the link of its menu asks', async () => {
    const page = await browser.open('/d/mesh-overview?viewPanel=panel-11');
    await panel(page, 'Last messages').waitFor();
    expect(await page.getByRole('heading', { name: 'Live map' }).count()).toBe(0);
  });

  it('fits on a telephone', async () => {
    const page = await browser.open('/d/mesh-overview', { viewport: { width: 390, height: 844 } });
    await panel(page, 'Gateways').first().waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByTestId('preview-menu').getByText('Query editor').click();
    await page.getByTestId('query-editor-row-A').waitFor();
  });

  it('lets no request to the outside go unnoticed', async () => {
    const page = await browser.open('/alerting/list');
    browser.expectProblems(/ERR_NAME_NOT_RESOLVED/);
    await page.evaluate(() => void (new Image().src = 'https://tiles.example/1/1/1.png'));
    const asked = await until(
      async () => {
        const addresses = browser.takeOutside();
        return addresses.length > 0 && addresses;
      },
      { what: 'the request' },
    );
    expect(asked).toEqual(['https://tiles.example/1/1/1.png']);
  });

  it('explains links to what it does not have', async () => {
    const page = await browser.open('/alerting/list');
    await page.getByText('This part of Grafana is not in the preview').waitFor();
  });
});
