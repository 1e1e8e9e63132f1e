import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { environment } from './support/environment';
import {
  canvasOf,
  findNode,
  FREIBURG,
  LIVE,
  mapOf,
  middle,
  openMap,
  scaleText,
  settled,
  sharedMap,
  testIds,
  tooltipInTheMiddle,
} from './support/meshMap';
import { connectGateway } from './support/meshtastic';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const RUNNER = 0x0a11ce77;

describe('Working on the map', () => {
  const browser = useBrowser();

  async function drag(page: Page, size: number): Promise<void> {
    const { x, y } = await middle(page);
    await page.mouse.move(x - size, y - size);
    await page.mouse.down();
    await page.mouse.move(x + size, y + size, { steps: 4 });
    await page.mouse.up();
  }
  const selection = (page: Page) => page.getByTestId(testIds.selection);
  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name);

  it('selects the nodes in a box', async () => {
    const page = await sharedMap(browser, FREIBURG);
    await page.getByTestId(testIds.boxSelect).click();
    await drag(page, 160);
    expect(await selection(page).innerText()).toMatch(/^\d+ nodes selected/);
    const names = await selection(page).getByRole('listitem').allInnerTexts();
    expect(names.length).toBeGreaterThan(2);
    await selection(page).getByRole('listitem').first().getByRole('button').click();
    expect(await page.getByTestId(testIds.card).innerText()).toContain(names[0]);
  });

  it('selects with shift and drag, and lets go with Escape', async () => {
    const page = await sharedMap(browser, FREIBURG);
    await page.keyboard.down('Shift');
    await drag(page, 160);
    await page.keyboard.up('Shift');
    await selection(page).waitFor();
    await canvasOf(page).focus();
    await page.keyboard.press('Escape');
    await selection(page).waitFor({ state: 'detached' });
  });

  it('measures from node to node: distance, bearing, line of sight', async () => {
    const page = await sharedMap(browser, FREIBURG);
    await page.getByTestId(testIds.measure).click();
    const readout = page.getByTestId(testIds.measureReadout);
    expect(await readout.innerText()).toContain('Click a node or a point');
    const { x, y } = await middle(page);
    await page.mouse.click(x - 150, y);
    await page.mouse.click(x + 150, y);
    const words = await readout.innerText();
    expect(words).toMatch(/Distance\s+[\d.]+ k?m/);
    // From west to east.
    expect(words).toMatch(/Bearing\s+(8|9|10)\d° (E|ENE|ESE), back 2[5-9]\d° /);
    expect(words).toMatch(/Line of sight\s+[\d.]+ k?m/);
    expect(words).toMatch(/Earth bulge at midpoint\s+[\d.]+ k?m/);
    await page.keyboard.press('Escape');
    await readout.waitFor({ state: 'detached' });
  });

  it('copies a link to the view, which leads there', async () => {
    const page = await openMap(browser, { latitude: 48.01, longitude: 7.9, zoom: 12.5 });
    const before = await scaleText(page);
    await page.getByTestId(testIds.copyLink).click();
    await page.getByText('Link to this view copied').waitFor();
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(link.searchParams.get('meshview-1')).toBe('48.01000,7.90000,12.50');
    const other = await openMap(browser, undefined, { dashboard: `${link.pathname}${link.search}` });
    expect(await scaleText(other)).toBe(before);
  });

  it('follows a node that moves', async () => {
    const gateway = await connectGateway(environment.brokerPort());
    const place = (latitude: number, longitude: number) => ({
      latitude_i: Math.round(latitude * 1e7),
      longitude_i: Math.round(longitude * 1e7),
      precision_bits: 32,
      time: Math.floor(Date.now() / 1000),
    });
    const names = { id: '!0a11ce77', longname: 'Rita running', shortname: 'RITA', hardware: 4, role: 5 };
    await gateway.say(RUNNER, 'nodeinfo', names);
    await gateway.say(RUNNER, 'position', place(47.99, 7.8));
    const page = await openMap(browser, undefined, { dashboard: LIVE });
    const card = await until(() => findNode(page, 'rita'), { what: 'the runner' });
    await page.getByTestId(testIds.follow).click();
    expect(await page.getByTestId(testIds.follow).getAttribute('aria-pressed')).toBe('true');
    await gateway.say(RUNNER, 'position', place(48.05, 7.95));
    await until(async () => (await card.innerText()).includes('48.05000, 7.95000'), { what: 'the new place' });
    gateway.close();
    await settled(page);
    // The view went along: the node is still in the middle.
    await tooltipInTheMiddle(page, /Rita running/);
  });

  it('goes back to all of the mesh with one button', async () => {
    const page = await sharedMap(browser);
    await canvasOf(page).focus();
    await page.keyboard.press('f');
    await settled(page);
    const all = await scaleText(page);
    await page.getByTestId(testIds.zoomIn).click();
    await until(async () => (await scaleText(page)) !== all, { what: 'a nearer view' });
    await settled(page);
    await page.waitForTimeout(2600); // A second "fit" within that time shows outliers too.
    await page.getByTestId(testIds.fit).click();
    await until(async () => (await scaleText(page)) === all, { what: 'the whole mesh' });
  });

  it('is used with the keyboard alone', async () => {
    const page = await sharedMap(browser);
    const far = await scaleText(page);
    await page.keyboard.press('+');
    await until(async () => (await scaleText(page)) !== far, { what: 'a nearer view' });
    await settled(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('-');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('schlossberg');
    await page.getByTestId(testIds.searchResult).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId(testIds.card).waitFor();
    await settled(page);
    // The map has the focus again. From the node in the middle to a place further on:
    await page.keyboard.press('m');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await settled(page);
    await page.keyboard.press('Enter');
    const words = await page.getByTestId(testIds.measureReadout).innerText();
    expect(words).toContain('SBG →');
    expect(words).toMatch(/Bearing\s+90° E/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await selection(page).or(page.getByTestId(testIds.card)).first().waitFor();
  });

  it('takes the pointer everywhere but on the controls that can be seen', async () => {
    const page = await sharedMap(browser, FREIBURG);
    const dead = await page.evaluate(
      ({ panel, canvas }) => {
        const box = document.querySelector(`[data-testid="${panel}"]`)!;
        const map = document.querySelector(`[data-testid="${canvas}"]`)!;
        const { left, top, width, height } = map.getBoundingClientRect();
        const hasBackground = (element: Element) =>
          !/^rgba\(.*, 0\)$|^transparent$/.test(getComputedStyle(element).backgroundColor);
        /** Whether there is something to see above the map at a place that the map does not get. */
        const isControl = (x: number, y: number) =>
          document.elementsFromPoint(x, y).some((hit) => box.contains(hit) && hit !== box && hasBackground(hit));
        const found: string[] = [];
        for (let x = 4; x < width; x += 12) {
          for (let y = 4; y < height; y += 12) {
            const hit = document.elementFromPoint(left + x, top + y);
            if (hit === null || (!map.contains(hit) && !isControl(left + x, top + y))) {
              found.push(`${x},${y}`);
            }
          }
        }
        return found;
      },
      { panel: testIds.panel, canvas: testIds.canvas },
    );
    expect(dead).toEqual([]);
  });

  it('has a name for every button', async () => {
    const page = await sharedMap(browser);
    const buttons = await page.getByTestId(testIds.panel).getByRole('button').all();
    const names = await Promise.all(
      buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? (await button.innerText())),
    );
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => name.trim() === '')).toEqual([]);
  });

  it('writes what was picked and what is in view to variables of the dashboard', async () => {
    const page = await openMap(browser, FREIBURG, { dashboard: mapOf('test-together') });
    await findNode(page, 'schlossberg');
    expect(parameter(page, 'var-picked').join()).not.toMatch(/^!/);
    await page.getByTestId(testIds.narrow).click();
    await until(async () => /^![0-9a-f]{8}$/.test(parameter(page, 'var-picked').join()), {
      what: 'the node in the address',
    });
    const bounds = await until(
      async () => {
        const numbers = parameter(page, 'var-bounds').join().split(',').map(Number);
        return numbers.length === 4 && numbers;
      },
      { what: 'the bounds in the address' },
    );
    const [west = 0, south = 0, east = 0, north = 0] = bounds;
    expect(west).toBeLessThan(east);
    expect(south).toBeLessThan(north);
    expect([west > 7, east < 9, south > 47, north < 49]).toEqual([true, true, true, true]);
    await canvasOf(page).focus();
    await page.keyboard.press('f');
    await until(
      async () => {
        await settled(page);
        await page.getByTestId(testIds.boxSelect).click();
        await drag(page, 200);
        await page.getByTestId(testIds.narrow).click();
        return parameter(page, 'var-picked').length > 1;
      },
      { what: 'several nodes in the address' },
    );
  });
});
