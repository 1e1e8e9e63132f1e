import { describe, expect, it } from '@jest/globals';
import { panel, tableRows } from './support/dashboard';
import { useBrowser } from './support/useBrowser';
import { until } from './support/until';

describe('The preview', () => {
  const browser = useBrowser();

  it('says that it is not Grafana', async () => {
    const page = await browser.open('/');
    expect(await page.getByTestId('preview-notice').innerText()).toBe('Preview, not Grafana');
    expect(await page.title()).toContain('not Grafana');
  });

  it('shows figures, messages, nodes, links between them and graphs of the mesh', async () => {
    const page = await browser.open('/d/preview', { viewport: { width: 1600, height: 2600 } });
    await until('a number of nodes', async () =>
      /^\d+$/.test((await panel(page, 'Nodes online').innerText()).split('\n').at(-1) ?? ''),
    );
    await until('messages', async () => (await tableRows(panel(page, 'Messages'))).length > 3);
    await until('nodes', async () => (await tableRows(panel(page, 'Nodes'))).length > 3);
    await until('gateways', async () => (await tableRows(panel(page, 'Gateways'))).length > 1);
    await until(
      'a graph of links',
      async () => (await panel(page, 'Who hears whom').locator('svg[role=img] line').count()) > 20,
    );
    await until('lines of packets', async () => (await panel(page, 'Packets').getByRole('listitem').count()) > 10);
    await panel(page, 'Battery').locator('canvas').first().waitFor();
    await panel(page, 'Traffic by port').locator('canvas').first().waitFor();
  });

  it('changes between the dark and the light theme and keeps the choice', async () => {
    const page = await browser.open('/d/preview');
    const background = () => page.evaluate(() => getComputedStyle(document.querySelector('header')!).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Light theme' }).click();
    await until('a lighter page', async () => (await background()) !== dark);
    expect(await page.evaluate(() => localStorage.getItem('preview.theme'))).toBe('light');
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await until('the dark page again', async () => (await background()) === dark);
  });

  it('shows one panel alone, as the link of its menu asks', async () => {
    const page = await browser.open('/d/preview?viewPanel=panel-2');
    await panel(page, 'Messages').waitFor();
    expect(await page.getByRole('heading', { name: 'Nodes online' }).count()).toBe(0);
  });

  it('fits on a telephone', async () => {
    const page = await browser.open('/d/preview', { viewport: { width: 390, height: 844 } });
    await panel(page, 'Nodes online').waitFor();
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
    const asked = await until('the request', async () => {
      const addresses = browser.takeOutside();
      return addresses.length > 0 && addresses;
    });
    expect(asked).toEqual(['https://tiles.example/1/1/1.png']);
  });

  it('explains links to what it does not have', async () => {
    const page = await browser.open('/alerting/list');
    await page.getByText('This part of Grafana is not in the preview').waitFor();
  });
});
