import type { Locator, Page } from 'playwright-core';
import { testIds } from '../../../src/geomap-panel/testIds';
import type { OpenOptions, TestBrowser } from './useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

export { testIds };

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly zoom: number;
}

export const FREIBURG: Place = { latitude: 47.995, longitude: 7.85, zoom: 11.5 };

/** A map that only changes when it is told to; `LIVE` is one that goes on by itself. */
export const STILL = mapOf('test-still');
export const LIVE = mapOf('test-live');

export function mapOf(dashboard: string): string {
  return `/d/${dashboard}?viewPanel=panel-1`;
}

const addressOf = (dashboard: string, place: Place | undefined) =>
  `${dashboard}${place === undefined ? '' : `&meshview-1=${place.latitude},${place.longitude},${place.zoom}`}`;

async function drawn(page: Page): Promise<Page> {
  await until(async () => (await layerCount(page, 'mesh-nodes')) > 0, { what: 'nodes on the map' });
  await settled(page);
  return page;
}

export interface MapOptions extends OpenOptions {
  /** Address of the dashboard with the panel. */
  dashboard?: string;
}

/** The map panel alone on the page, with its data drawn; at a place, when one is given. */
export async function openMap(
  browser: TestBrowser,
  place?: Place,
  { dashboard = STILL, ...options }: MapOptions = {},
): Promise<Page> {
  return drawn(await browser.open(addressOf(dashboard, place), options));
}

/** The same, once for all tests of a suite. Whatever a test picked or hid is let go of before the next. */
export async function sharedMap(browser: TestBrowser, place?: Place, { dashboard = STILL }: MapOptions = {}) {
  const page = await drawn(await browser.openOnce(addressOf(dashboard, place)));
  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  return page;
}

/** The text of the scale bar, which changes with the zoom. */
export async function scaleText(page: Page): Promise<string> {
  return page.getByTestId(testIds.scale).innerText();
}

/** Number beside a layer in the legend. */
export async function layerCount(page: Page, layer: string): Promise<number> {
  const text = await page.getByTestId(testIds.layer(layer)).innerText();
  return Number(text.replace(/\D/g, ''));
}

export const canvasOf = (page: Page): Locator => page.getByTestId(testIds.canvas);

/**
 * The picture of the map, without its overlays: the same text for the same picture. The page looks at its own
 * canvases; a screenshot would take ten times as long.
 */
export const picture = (page: Page): Promise<string> => lookAt(page, 0);

/** The picture once it has not changed for a while: animations and drawing are over. */
export const settled = (page: Page): Promise<string> => lookAt(page, 160);

/** A photograph instead: what WebGL has drawn cannot be read by the page. */
export const photograph = async (page: Page): Promise<string> => (await canvasOf(page).screenshot()).toString('base64');

function lookAt(page: Page, stillMs: number): Promise<string> {
  return page.evaluate(
    async ({ testId, still, patience }) => {
      const copy = document.createElement('canvas');
      const context = copy.getContext('2d', { willReadFrequently: true })!;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const look = () => {
        const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`[data-testid="${testId}"] canvas`)];
        [copy.width, copy.height] = [canvases[0]?.width ?? 1, canvases[0]?.height ?? 1];
        canvases.forEach((canvas) => {
          context.globalAlpha = Number(getComputedStyle(canvas.parentElement ?? canvas).opacity);
          context.drawImage(canvas, 0, 0, copy.width, copy.height);
        });
        const pixels = new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer);
        return pixels.reduce((hash, pixel) => (Math.imul(hash, 31) + pixel) | 0, 17).toString(36);
      };
      const deadline = performance.now() + patience;
      let [seen, since] = [look(), performance.now()];
      while (performance.now() - since < still) {
        if (performance.now() > deadline) {
          throw new Error('The map did not stand still.');
        }
        await frame();
        const now = look();
        if (now !== seen) {
          [seen, since] = [now, performance.now()];
        }
      }
      return seen;
    },
    { testId: testIds.canvas, still: stillMs, patience: 240_000 },
  );
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

/** The tooltip of what is in the middle of the map, once the map has come to rest there. */
export async function tooltipInTheMiddle(page: Page, expected: RegExp): Promise<string> {
  const { x, y } = await middle(page);
  const tooltip = page.getByTestId(testIds.tooltip);
  return until(
    async () => {
      await page.mouse.move(x - 30, y - 30);
      await page.mouse.move(x, y);
      await settled(page);
      const words = (await tooltip.isVisible()) ? await tooltip.innerText() : '';
      return expected.test(words) && words;
    },
    { what: `a tooltip like ${expected}` },
  );
}
