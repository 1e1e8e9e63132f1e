import { describe, expect, it } from '@jest/globals';
import {
  canvasOf,
  findNode,
  FREIBURG,
  layerCount,
  middle,
  openMap,
  picture,
  scaleText,
  settled,
  sharedMap,
  testIds,
  tooltipInTheMiddle,
} from './support/meshMap';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

describe('The mesh map', () => {
  const browser = useBrowser();

  it('shows the nodes, links, tracks and uncertain places of the mesh without any set-up', async () => {
    const page = await sharedMap(browser);
    expect(await layerCount(page, 'mesh-nodes')).toBeGreaterThan(40);
    expect(await layerCount(page, 'mesh-links')).toBeGreaterThan(100);
    expect(await layerCount(page, 'mesh-tracks')).toBeGreaterThan(2);
    expect(await layerCount(page, 'mesh-precision')).toBeGreaterThan(5);
  });

  it('fits the view to where the mesh is', async () => {
    const [, length, unit] = /^([\d.]+) (k?m)$/.exec(await scaleText(await sharedMap(browser))) ?? [];
    expect(Number(length) * (unit === 'km' ? 1000 : 1)).toBeLessThanOrEqual(20_000);
  });

  it('finds a node by a part of its name and shows everything about it', async () => {
    const words = await (await findNode(await sharedMap(browser), 'schlossberg')).innerText();
    expect(words).toContain('Schlossberg Gateway (sim)');
    expect(words).toMatch(/![0-9a-f]{8}/);
    expect(words).toMatch(/Role\s+Router/i);
    expect(words).toMatch(/Last heard\s+(just now|.+ ago) \(20/i);
    expect(words).toMatch(/Position\s+4[78]\.\d+, 7\.\d+/);
    expect(words).toMatch(/Neighbors/);
  });

  it('says that there is no such node', async () => {
    const page = await sharedMap(browser);
    const search = page.getByTestId(testIds.search);
    await search.fill('nobody is called like this');
    await page.getByText('No matching nodes').waitFor();
    await search.press('Escape');
  });

  it('tells about the node under the pointer, and opens its card on a click', async () => {
    const page = await sharedMap(browser);
    await findNode(page, 'schlossberg');
    await page.getByTestId(testIds.cardClose).click();
    await settled(page);
    expect(await tooltipInTheMiddle(page, /Schlossberg/)).toContain('Schlossberg Gateway (sim)');
    const { x, y } = await middle(page);
    await page.mouse.click(x, y);
    expect(await page.getByTestId(testIds.card).innerText()).toContain('Schlossberg Gateway (sim)');
  });

  it('follows the theme', async () => {
    const page = await sharedMap(browser, FREIBURG);
    const dark = await settled(page);
    await page.getByRole('button', { name: 'Light theme' }).click();
    await until(async () => (await picture(page)) !== dark, { what: 'a map in other colors' });
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.getByRole('button', { name: 'Light theme' }).waitFor();
  });

  it('is there in the light theme from the start', async () => {
    const page = await openMap(browser, FREIBURG, { theme: 'light' });
    const brightness = await page.evaluate((testId) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-testid="${testId}"] canvas`);
      const { data = [] } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      const opaque = Array.from({ length: data.length / 4 }, (_pixel, at) => at * 4).filter((at) => data[at + 3]! > 0);
      return opaque.reduce((sum, at) => sum + data[at]! + data[at + 1]! + data[at + 2]!, 0) / opaque.length / 3;
    }, testIds.canvas);
    expect(brightness).toBeGreaterThan(160);
  });

  it('asks nobody outside for its background, wherever it is moved', async () => {
    const page = await sharedMap(browser);
    await canvasOf(page).focus();
    let before = await scaleText(page);
    for (const key of ['-', '-', '-', '+', '+']) {
      await page.keyboard.press(key);
      await until(async () => (await scaleText(page)) !== before, { what: 'another scale' });
      await settled(page);
      before = await scaleText(page);
    }
    expect(browser.takeOutside()).toEqual([]);
    expect(await page.getByTestId(testIds.attribution).innerText()).toContain('Natural Earth');
  });
});
