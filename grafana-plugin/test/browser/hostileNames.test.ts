import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { panel, tableRows } from './support/dashboard';
import { environment } from './support/environment';
import { connectGateway, type Gateway } from './support/meshtastic';
import { findNode, openMap, testIds, tooltipInTheMiddle } from './support/meshMap';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const NODE = 0x0bad0bad;
const NAME = '<img src=x onerror=hacked=1>${__user.login}';
const TEXT = '<script>window.hacked=1</script><svg onload=window.hacked=1>[x](javascript:window.hacked=1)';

describe('Names and texts of strangers', () => {
  const browser = useBrowser();
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await connectGateway(environment.brokerPort());
    await gateway.say(NODE, 'nodeinfo', { id: '!0bad0bad', longname: NAME, shortname: '<b>x', hardware: 4, role: 0 });
    await gateway.say(NODE, 'position', {
      latitude_i: 480200000,
      longitude_i: 79000000,
      precision_bits: 32,
      time: Math.floor(Date.now() / 1000),
    });
    await gateway.say(NODE, 'text', { text: TEXT });
  });
  afterAll(() => gateway.close());

  async function expectHarmless(page: Page): Promise<void> {
    const harm = await page.evaluate(() => ({
      ran: 'hacked' in window,
      images: document.querySelectorAll('img[src="x"]').length,
      links: document.querySelectorAll('a[href^="javascript:"]').length,
    }));
    expect(harm).toEqual({ ran: false, images: 0, links: 0 });
  }

  it('are only text in the search, the card and the tooltip of the map', async () => {
    const page = await openMap(browser);
    const card = await findNode(page, '0bad0bad');
    expect(await card.innerText()).toContain('<img src=x');
    await page.getByTestId(testIds.cardClose).click();
    await tooltipInTheMiddle(page, /<img src=x/);
    await expectHarmless(page);
  });

  it('are only text in tables, logs and the node graph', async () => {
    const page = await browser.open('/d/test-panels?var-node=!0bad0bad', { viewport: { width: 1600, height: 2600 } });
    await until(
      async () => (await tableRows(panel(page, 'Messages'))).some((cells) => cells.join().includes('<script>')),
      { what: 'the text' },
    );
    await until(
      async () => (await tableRows(panel(page, 'Nodes'))).some((cells) => cells.join().includes('<img src=x')),
      { what: 'the name' },
    );
    const packet = panel(page, 'Packets').getByRole('listitem').first();
    await packet.getByRole('button').click();
    await packet.getByRole('term').first().waitFor();
    await panel(page, 'Links').locator('[data-node="!0bad0bad"] circle').first().hover();
    await page.getByText('<img src=x', { exact: false }).last().waitFor();
    await expectHarmless(page);
  });

  it('are only text among the values of variables and in annotations', async () => {
    const page = await browser.open('/d/test-panels?viewPanel=panel-5&var-node=!0bad0bad');
    const node = page.getByLabel('Node', { exact: true });
    await node.click();
    await node.fill('<img');
    await page
      .getByRole('option', { name: /<img src=x/ })
      .first()
      .waitFor();
    await expectHarmless(page);
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'Texts' }).click({ force: true });
    const text = panel(page, 'Traffic')
      .getByRole('button', { name: /^Texts: <b>x/ })
      .first();
    await text.waitFor();
    // Tooltips open on focus only for people who use the keyboard.
    await page.keyboard.press('Tab');
    await text.focus();
    await page.getByTestId('annotation-details').waitFor();
    await expectHarmless(page);
  });
});
