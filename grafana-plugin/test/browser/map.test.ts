import { describe, expect, it } from '@jest/globals';
import { canvasOf, findNode, layerCount, middle, openMap, picture, settled, testIds } from './support/meshMap';
import { useBrowser } from './support/useBrowser';
import { until } from './support/until';

const FREIBURG = { latitude: 47.995, longitude: 7.85, zoom: 11.5 };

describe('The mesh map', () => {
  const browser = useBrowser();

  it('shows the nodes, links, tracks and uncertain places of the mesh without any set-up', async () => {
    const page = await openMap(browser);
    expect(await layerCount(page, 'mesh-nodes')).toBeGreaterThan(40);
    expect(await layerCount(page, 'mesh-links')).toBeGreaterThan(100);
    expect(await layerCount(page, 'mesh-tracks')).toBeGreaterThan(2);
    expect(await layerCount(page, 'mesh-precision')).toBeGreaterThan(5);
  });

  it('fits the view to where the mesh is', async () => {
    const page = await openMap(browser);
    const [, length, unit] = /^([\d.]+) (k?m)$/.exec(await page.getByTestId(testIds.scale).innerText()) ?? [];
    expect(Number(length) * (unit === 'km' ? 1000 : 1)).toBeLessThanOrEqual(20_000);
  });

  it.each(['mesh-nodes', 'mesh-links', 'mesh-tracks', 'mesh-precision'])(
    'hides and shows the layer %s',
    async (layer) => {
      const page = await openMap(browser, FREIBURG);
      const toggle = page.getByTestId(testIds.layer(layer));
      const shown = await settled(page);
      await toggle.click();
      expect(await toggle.getAttribute('aria-pressed')).toBe('false');
      await until('another picture', async () => !(await picture(page)).equals(shown));
      await toggle.click();
      expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    },
  );

  it('hides links of one kind', async () => {
    const page = await openMap(browser, FREIBURG);
    const shown = await settled(page);
    const kind = page.getByTestId(testIds.kind('relay'));
    await kind.click();
    expect(await kind.getAttribute('aria-pressed')).toBe('false');
    await until('fewer lines', async () => !(await picture(page)).equals(shown));
  });

  it('finds a node by a part of its name and shows everything about it', async () => {
    const page = await openMap(browser);
    const card = await findNode(page, 'schlossberg');
    const words = await card.innerText();
    expect(words).toContain('Schlossberg Gateway (sim)');
    expect(words).toMatch(/![0-9a-f]{8}/);
    expect(words).toMatch(/Role\s+Router/i);
    expect(words).toMatch(/Last heard\s+(just now|.+ ago) \(20/i);
    expect(words).toMatch(/Position\s+4[78]\.\d+, 7\.\d+/);
    expect(words).toMatch(/Neighbours/);
  });

  it('says that there is no such node', async () => {
    const page = await openMap(browser);
    await page.getByTestId(testIds.search).fill('nobody is called like this');
    await page.getByText('No node like this').waitFor();
  });

  it('tells about the node under the pointer, and opens its card on a click', async () => {
    const page = await openMap(browser);
    await findNode(page, 'schlossberg');
    await page.getByTestId(testIds.cardClose).click();
    await settled(page);
    const { x, y } = await middle(page);
    await page.mouse.move(x - 30, y - 30);
    await page.mouse.move(x, y);
    const tooltip = page.getByTestId(testIds.tooltip);
    expect(await tooltip.innerText()).toContain('Schlossberg Gateway (sim)');
    await page.mouse.click(x, y);
    expect(await page.getByTestId(testIds.card).innerText()).toContain('Schlossberg Gateway (sim)');
  });

  it('is used with the keyboard alone', async () => {
    const page = await openMap(browser);
    const far = await page.getByTestId(testIds.scale).innerText();
    await canvasOf(page).focus();
    await page.keyboard.press('+');
    await until('a nearer view', async () => (await page.getByTestId(testIds.scale).innerText()) !== far);
    await page.keyboard.press('f');
    await until('the view it began with', async () => (await page.getByTestId(testIds.scale).innerText()) === far);
    await page.keyboard.press('/');
    await page.keyboard.type('schlossberg');
    await page.getByTestId(testIds.searchResult).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId(testIds.card).waitFor();
  });

  it('keeps its view when the dashboard asks anew', async () => {
    const page = await openMap(browser, { ...FREIBURG, zoom: 13 });
    const before = await page.getByTestId(testIds.scale).innerText();
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/query'));
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await answered;
    await settled(page);
    expect(await page.getByTestId(testIds.scale).innerText()).toBe(before);
  });

  it('plays the time range of the dashboard', async () => {
    const page = await openMap(browser, FREIBURG);
    const time = page.getByTestId(testIds.playbackTime);
    const slider = page.getByTestId(testIds.playback).getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    const start = await time.innerText();
    const picturedAtStart = await settled(page);
    await page.getByTestId(testIds.playbackPlay).click();
    await until('a later time', async () => (await time.innerText()) !== start);
    await until('nodes that moved or came', async () => !(await picture(page)).equals(picturedAtStart));
    await page.getByTestId(testIds.playbackPlay).click();
    const stopped = await time.innerText();
    await page.waitForTimeout(1500);
    expect(await time.innerText()).toBe(stopped);
  });

  it('follows the theme', async () => {
    const page = await openMap(browser, FREIBURG);
    const dark = await settled(page);
    await page.getByRole('button', { name: 'Light theme' }).click();
    const light = await until('a map in other colours', async () => {
      const now = await picture(page);
      return !now.equals(dark) && now;
    });
    expect(light.equals(dark)).toBe(false);
  });

  it('asks nobody outside for its background, wherever it is moved', async () => {
    const page = await openMap(browser);
    await canvasOf(page).focus();
    for (const key of ['-', '-', '-', '-', 'ArrowLeft', 'ArrowLeft', 'ArrowUp', '+', '+', 'ArrowRight', 'f']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(300);
    }
    await settled(page);
    expect(browser.takeOutside()).toEqual([]);
    expect(await page.getByTestId(testIds.attribution).innerText()).toContain('Natural Earth');
  });
});
