import type { Locator, Page } from 'playwright-core';
import { testIds } from '../../../src/geomap-panel/testIds';
import type { OpenOptions, TestBrowser } from './useBrowser';
import { until } from './until';

export { testIds };

export const MAP_ONLY = '/d/preview?viewPanel=panel-1';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly zoom: number;
}

/** The map panel alone on the page, with its data drawn; at a place, when one is given. */
export async function openMap(browser: TestBrowser, place?: Place, options?: OpenOptions): Promise<Page> {
  const view = place === undefined ? '' : `&meshview-1=${place.latitude},${place.longitude},${place.zoom}`;
  const page = await browser.open(`${MAP_ONLY}${view}`, options);
  await until('nodes on the map', async () => (await layerCount(page, 'mesh-nodes')) > 0, 30_000);
  await settled(page);
  return page;
}

/** Number beside a layer in the legend. */
export async function layerCount(page: Page, layer: string): Promise<number> {
  const text = await page.getByTestId(testIds.layer(layer)).innerText();
  return Number(text.replace(/\D/g, ''));
}

export const canvasOf = (page: Page): Locator => page.getByTestId(testIds.canvas);

/** What the map looks like, without what lies above it. */
export const picture = (page: Page): Promise<Buffer> => canvasOf(page).screenshot();

/** Waits until two pictures in a row are the same: animations and drawing are over. */
export async function settled(page: Page): Promise<Buffer> {
  let before = await picture(page);
  return until('a map that stands still', async () => {
    await page.waitForTimeout(200);
    const now = await picture(page);
    const same = now.equals(before);
    before = now;
    return same && now;
  });
}

/** The way to a node for people without a pointer; leaves its card open and the node in the middle of the map. */
export async function findNode(page: Page, words: string): Promise<Locator> {
  const search = page.getByTestId(testIds.search);
  await search.fill(words);
  await page.getByTestId(testIds.searchResult).first().waitFor();
  await search.press('Enter');
  const card = page.getByTestId(testIds.card);
  await card.waitFor();
  return card;
}

/** Where the middle of the map is on the page. */
export async function middle(page: Page): Promise<{ x: number; y: number }> {
  const box = await canvasOf(page).boundingBox();
  if (box === null) {
    throw new Error('The map has no place on the page.');
  }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
