import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BIG_LINKS, BIG_NODES, createBigMesh } from './support/bigMesh';
import { layerCount, middle, openMap, picture, scaleText, settled } from './support/meshMap';
import { startStubCollector } from './support/stubCollector';
import { testDashboards } from './support/testDashboards.mjs';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

describe(`A mesh of ${BIG_NODES} nodes and ${BIG_LINKS} links`, () => {
  const browser = useBrowser();
  let stub: Awaited<ReturnType<typeof startStubCollector>>;

  beforeAll(async () => {
    stub = await startStubCollector({ ...createBigMesh() });
  });
  afterAll(() => stub.stop());

  // How fast is what `npm run bench` measures.
  it('is drawn in clusters that open, and can be moved about', async () => {
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: stub.url, ownDashboards: testDashboards });
    const page = await openMap(browser, undefined, { previewUrl });
    expect(await layerCount(page, 'mesh-nodes')).toBe(BIG_NODES);
    expect(await layerCount(page, 'mesh-links')).toBe(BIG_LINKS);

    const far = await scaleText(page);
    const { x, y } = await middle(page);
    await page.mouse.click(x, y);
    await until(async () => (await scaleText(page)) !== far, { what: 'the nodes of the cluster that was clicked' });
    await settled(page);
    const before = await picture(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 180, y + 90, { steps: 6 });
    await page.mouse.up();
    await until(async () => (await picture(page)) !== before, { what: 'another part of the mesh' });
  });
});
