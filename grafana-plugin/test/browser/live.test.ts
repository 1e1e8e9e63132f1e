import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment } from './support/environment';
import { connectGateway, type Gateway } from './support/meshtastic';
import { findNode, LIVE, openMap } from './support/meshMap';
import { testDashboards } from './support/testDashboards.mjs';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const WALKER = 0x0a11ce01;

/** As the firmware sends degrees. */
const place = (latitude: number, longitude: number) => ({
  latitude_i: Math.round(latitude * 1e7),
  longitude_i: Math.round(longitude * 1e7),
  precision_bits: 32,
  time: Math.floor(Date.now() / 1000),
});

describe('The map while packets arrive', () => {
  const browser = useBrowser();
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await connectGateway(environment.brokerPort());
    const names = { id: '!0a11ce01', longname: 'Alice on foot', shortname: 'ALCE', hardware: 4, role: 5 };
    await gateway.say(WALKER, 'nodeinfo', names);
    await gateway.say(WALKER, 'position', place(47.99, 7.84));
  });
  afterAll(() => gateway.close());

  it('moves a node that tells a new position, while no query is answered', async () => {
    const page = await openMap(browser, undefined, { dashboard: LIVE });
    const card = await findNode(page, 'alice');
    expect(await card.innerText()).toContain('47.99000, 7.84000');
    await page.route('**/api/query', () => undefined);
    await gateway.say(WALKER, 'position', place(48.01, 7.86));
    await until(async () => (await card.innerText()).includes('48.01000, 7.86000'), { what: 'the new place' });
  });

  it('shows a node that was never heard before', async () => {
    const page = await openMap(browser, undefined, { dashboard: LIVE });
    const number = 0x0b0b0000 + (Date.now() % 0xffff);
    const id = `!${number.toString(16).padStart(8, '0')}`;
    await gateway.say(number, 'position', place(48.0, 7.8));
    await gateway.say(number, 'nodeinfo', { id, longname: `Newcomer ${id}`, shortname: 'NEW', hardware: 4, role: 0 });
    await until(async () => (await findNode(page, `newcomer ${id}`)).innerText(), { what: 'the newcomer' });
  });

  it('goes on after the way to the collector was cut', async () => {
    const preview = await browser.startPreview({ ownDashboards: testDashboards });
    const page = await openMap(browser, undefined, { dashboard: LIVE, previewUrl: preview.url });
    const card = await findNode(page, 'alice');
    browser.expectProblems(/ERR_CONNECTION_REFUSED/);
    await preview.stop();
    await gateway.say(WALKER, 'position', place(47.97, 7.81));
    await browser.startPreview({ ownDashboards: testDashboards, port: Number(new URL(preview.url).port) });
    await until(async () => (await card.innerText()).includes('47.97000, 7.81000'), {
      what: 'the place told meanwhile',
    });
    await gateway.say(WALKER, 'position', place(47.98, 7.82));
    await until(async () => (await card.innerText()).includes('47.98000, 7.82000'), { what: 'the place told later' });
  });
});
