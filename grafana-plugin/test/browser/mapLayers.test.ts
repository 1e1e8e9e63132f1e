import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { environment } from './support/environment';
import {
  findNode,
  FREIBURG,
  layerCount,
  mapOf,
  openMap,
  photograph,
  picture,
  settled,
  sharedMap,
  testIds,
  tooltipInTheMiddle,
} from './support/meshMap';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const ALL = { dashboard: mapOf('test-layers') };
/** Half of the world is dark at any time. */
const WORLD = { latitude: 0, longitude: 0, zoom: 1.5 };

interface NodeOfApi {
  readonly nodeId: string;
  readonly latitude: number | null;
  readonly precisionBits: number | null;
}

describe('The layers of the map', () => {
  const browser = useBrowser();

  async function toggle(page: Page, layer: string): Promise<string | null> {
    const entry = page.getByTestId(testIds.layer(layer));
    await entry.click();
    return entry.getAttribute('aria-pressed');
  }

  it.each([
    ['mesh-nodes', FREIBURG],
    ['mesh-links', FREIBURG],
    ['mesh-tracks', FREIBURG],
    ['mesh-precision', FREIBURG],
    ['mesh-routes', FREIBURG],
    ['mesh-coverage', FREIBURG],
    ['mesh-night', WORLD],
  ])('hides and shows %s', async (layer, place) => {
    const page = await sharedMap(browser, place, ALL);
    const shown = await settled(page);
    expect(await toggle(page, layer)).toBe('false');
    const hidden = await until(
      async () => {
        const now = await settled(page);
        return now !== shown && now;
      },
      { what: 'another picture' },
    );
    expect(await toggle(page, layer)).toBe('true');
    await until(async () => (await picture(page)) !== hidden, { what: 'the layer again' });
    await settled(page);
  });

  it('hides and shows mesh-heatmap', async () => {
    const page = await openMap(browser, FREIBURG, { dashboard: mapOf('test-heat') });
    const shown = await photograph(page);
    expect(await toggle(page, 'mesh-heatmap')).toBe('false');
    await until(async () => (await photograph(page)) !== shown, { what: 'no heat' });
  });

  it('hides links of one kind', async () => {
    const page = await sharedMap(browser, FREIBURG, ALL);
    const shown = await settled(page);
    const kind = page.getByTestId(testIds.kind('relay'));
    await kind.click();
    expect(await kind.getAttribute('aria-pressed')).toBe('false');
    await until(async () => (await picture(page)) !== shown, { what: 'fewer lines' });
    await kind.click();
  });

  it('says of a coarse position how far off the node may be', async () => {
    const answer = (await (await fetch(`${environment.collectorUrl()}/api/nodes?limit=500`)).json()) as {
      data: NodeOfApi[];
    };
    const coarse = answer.data.find(({ latitude, precisionBits }) => latitude !== null && (precisionBits ?? 32) < 17);
    const page = await sharedMap(browser, FREIBURG, ALL);
    const card = await findNode(page, coarse!.nodeId);
    expect(await card.innerText()).toMatch(/Position\s+[\d.]+, [\d.]+ ± [\d.]+ k?m/);
  });

  it('draws one traceroute with the signal of each hop, and another when it is chosen', async () => {
    const page = await sharedMap(browser, FREIBURG, ALL);
    expect(await layerCount(page, 'mesh-routes')).toBeGreaterThan(1);
    const picker = page.getByTestId(testIds.routePicker);
    const before = await settled(page);
    const others = await picker
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    for (const other of others.slice(1, 6)) {
      await picker.selectOption(other);
    }
    await until(async () => (await picture(page)) !== before, { what: 'another route' });
  });

  it('tells of a hexagon what was received in it', async () => {
    const page = await sharedMap(browser, FREIBURG, ALL);
    // A tracker is where it was heard a moment ago.
    await findNode(page, 'tracker');
    await page.getByTestId(testIds.cardClose).click();
    const above = ['mesh-nodes', 'mesh-links', 'mesh-tracks', 'mesh-precision', 'mesh-routes'];
    for (const layer of above) {
      await toggle(page, layer);
    }
    const words = await tooltipInTheMiddle(page, /Coverage/);
    expect(words).toMatch(/Best SNR\s+-?[\d.]+ dB/);
    expect(words).toMatch(/Receptions\s+\d+/);
    for (const layer of above) {
      await toggle(page, layer);
    }
  });
});
