/** Frame times and durations as the browser reports them. */
import type { Page } from 'playwright-core';

export interface FrameTimes {
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
  readonly count: number;
}

/** Times between the frames the browser draws while something is done. */
export async function measureFrames(page: Page, act: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const times: number[] = [];
    let before: number | undefined;
    const note = (now: number) => {
      if (before !== undefined) {
        times.push(now - before);
      }
      before = now;
      Object.assign(window, { benchFrame: requestAnimationFrame(note) });
    };
    Object.assign(window, { benchTimes: times, benchFrame: requestAnimationFrame(note) });
  });
  await act();
  const times = await page.evaluate(() => {
    const { benchTimes, benchFrame } = window as unknown as { benchTimes: number[]; benchFrame: number };
    cancelAnimationFrame(benchFrame);
    return benchTimes;
  });
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { median: at(0.5), p95: at(0.95), worst: at(1), count: sorted.length };
}

export interface FirstPaint {
  /** From the last byte of the answer to the first picture with the nodes. */
  readonly afterData: number;
  readonly read: number;
  readonly update: number;
}

export async function measureFirstPaint(page: Page, address: string, nodes: number): Promise<FirstPaint> {
  await page.goto(address);
  const count = nodes.toLocaleString('en-US');
  return page.evaluate(async (expected) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const legend = () => document.querySelector('[data-testid="mesh-map-layer-mesh-nodes"]')?.textContent ?? '';
    while (
      !legend()
        .replaceAll(/[^\d,]/g, '')
        .includes(expected) &&
      !legend().includes(expected.replace(',', ''))
    ) {
      await frame();
    }
    // The frame in which the nodes are drawn, and the one that follows once it is on the screen.
    await frame();
    const drawn = performance.now();
    const answers = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/query'));
    const lastByte = Math.max(...answers.map((entry) => (entry as PerformanceResourceTiming).responseEnd));
    const took = (name: string) => performance.getEntriesByName(name).at(-1)?.duration ?? NaN;
    return { afterData: drawn - lastByte, read: took('mesh-map:read'), update: took('mesh-map:update') };
  }, count);
}

export interface Update {
  readonly read: number;
  readonly update: number;
  readonly longestFrame: number;
}

/** Asks anew, as the refresh of a dashboard does. */
export async function measureUpdate(page: Page): Promise<Update> {
  const since = await page.evaluate(() => performance.now());
  const read = (name: string) =>
    page.evaluate(
      ([of, start]) =>
        performance
          .getEntriesByName(of)
          .filter(({ startTime }) => startTime > start)
          .at(-1)?.duration,
      [name, since] as const,
    );
  let times = { read: NaN, update: NaN };
  const { worst } = await measureFrames(page, async () => {
    await page.getByTestId('data-testid RefreshPicker run button').click();
    for (;;) {
      const [reading, updating] = [await read('mesh-map:read'), await read('mesh-map:update')];
      if (reading !== undefined && updating !== undefined) {
        times = { read: reading, update: updating };
        break;
      }
      await page.waitForTimeout(20);
    }
    await page.waitForTimeout(500);
  });
  return { ...times, longestFrame: worst };
}
