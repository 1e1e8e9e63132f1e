/** One collector, one preview and one browser for all suites. */
import { join } from 'node:path';
import { startSimulatedCollector } from '@mesh-observatory/test-kit/collector';
import { patientDeadlines, scaleTimers } from '@mesh-observatory/test-kit/timers';
import { chromium } from 'playwright-core';
import { buildHost } from '../../../preview/build/build-host.mjs';
import { startPreview } from '../../../preview/server/preview-server.mjs';
import { chromiumArguments, chromiumPath } from './chromium.mjs';
import { testDashboards } from './testDashboards.mjs';

export const pluginDirectory = process.env['PLUGIN_DIRECTORY'] ?? join(import.meta.dirname, '..', '..', '..', 'dist');

export default async function globalSetup() {
  const hostDirectory = await buildHost();
  const collector = await startSimulatedCollector(
    'nodes=60,seed=7,history=6',
    {},
    { preloads: [scaleTimers(patientDeadlines)] },
  );
  const preview = await startPreview({
    collectorUrl: collector.url,
    hostDirectory,
    pluginDirectory,
    ownDashboards: testDashboards,
    port: 0,
  });
  const browser = await chromium.launchServer({ executablePath: chromiumPath(), args: chromiumArguments });
  Object.assign(process.env, {
    BROWSER_TEST_ENDPOINT: browser.wsEndpoint(),
    BROWSER_TEST_COLLECTOR: collector.url,
    BROWSER_TEST_BROKER_PORT: String(collector.brokerPort),
    BROWSER_TEST_PREVIEW: preview.url,
    BROWSER_TEST_HOST_DIRECTORY: hostDirectory,
    BROWSER_TEST_PLUGIN_DIRECTORY: pluginDirectory,
  });
  Object.assign(globalThis, { browserTestParts: [browser, preview, collector] });
}
