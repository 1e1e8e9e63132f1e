import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startPreview, type PreviewOptions } from '../../../preview/server/preview-server.mjs';
import { environment } from './environment';

export interface OpenOptions {
  theme?: 'dark' | 'light';
  viewport?: { width: number; height: number };
  /** Address of another preview than the one everybody shares. */
  previewUrl?: string;
}

export interface Preview {
  readonly url: string;
  stop(): Promise<void>;
}

export interface TestBrowser {
  open(path: string, options?: OpenOptions): Promise<Page>;
  /** A page for all tests of the suite; each leaves it as it found it. Opened by the first that asks. */
  openOnce(path: string, options?: OpenOptions): Promise<Page>;
  /** A preview of the test's own, which changes its settings or has another collector. */
  startPreview(options?: Partial<PreviewOptions>): Promise<Preview>;
  /** Console messages that match are what the test provokes, and no failure. */
  expectProblems(pattern: RegExp): void;
  /** Addresses outside of this machine that pages asked for; the test answers for them itself. */
  takeOutside(): string[];
}

const DEFAULT_VIEWPORT = { width: 1400, height: 900 };
const ACTION_MS = 240_000;

/**
 * Pages for the tests of a suite. A page that writes anything to the console, throws, or asks for anything outside of this
 * machine fails the test that uses it, whatever else the test looks at.
 */
export function useBrowser(): TestBrowser {
  let browser: Browser;
  let context: BrowserContext;
  let pages: Page[] = [];
  const kept = new Map<string, Page>();
  let previews: Preview[] = [];
  let problems: string[] = [];
  let outside: string[] = [];
  let expected: RegExp[] = [];

  beforeAll(async () => {
    browser = await chromium.connect(environment.endpoint());
    // One for all tests of a suite: the page is big, and a new context would have nothing in its cache.
    context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    context.setDefaultTimeout(ACTION_MS);
    // Kept open: with `--process-per-site` the pages of the tests find its process, and the scripts compiled there.
    await (await context.newPage()).goto(`${environment.previewUrl()}/api/datasources`);
  });

  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    await Promise.all(previews.map((preview) => preview.stop()));
    const unexpected = problems.filter((text) => !expected.some((pattern) => pattern.test(text)));
    const asked = outside;
    [pages, previews, problems, outside, expected] = [[], [], [], [], []];
    expect({ problems: unexpected, requestsToTheOutside: asked }).toEqual({ problems: [], requestsToTheOutside: [] });
  });

  afterAll(() => browser.close());

  function watch(page: Page): void {
    page.on('console', (message) => {
      // Hints of the browser on forms of Grafana's, and what it says about its graphics driver, are nobody's doing here.
      if (String(message.type()) !== 'verbose' && !message.text().includes('GL Driver Message')) {
        problems.push(`${message.type()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('request', (request) => isOutside(request.url()) && outside.push(request.url()));
    page.on('websocket', (socket) => isOutside(socket.url()) && outside.push(socket.url()));
  }

  async function show(
    path: string,
    { theme = 'dark', viewport = DEFAULT_VIEWPORT, previewUrl = environment.previewUrl() }: OpenOptions = {},
  ): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    watch(page);
    await page.goto(`${previewUrl}${path}${path.includes('?') ? '&' : '?'}theme=${theme}`);
    return page;
  }

  return {
    takeOutside: () => outside.splice(0),
    async startPreview(options = {}) {
      const preview = await startPreview({
        collectorUrl: environment.collectorUrl(),
        hostDirectory: environment.hostDirectory(),
        pluginDirectory: environment.pluginDirectory(),
        port: 0,
        ...options,
      });
      previews.push(preview);
      return preview;
    },
    expectProblems: (pattern) => void expected.push(pattern),
    async open(path, options) {
      const page = await show(path, options);
      pages.push(page);
      return page;
    },
    async openOnce(path, options) {
      const page = kept.get(path) ?? (await show(path, options));
      kept.set(path, page);
      return page;
    },
  };
}

function isOutside(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return !['data:', 'blob:', 'about:'].includes(protocol) && hostname !== '127.0.0.1';
}
