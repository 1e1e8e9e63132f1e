import { describe, expect, it } from '@jest/globals';
import { useBrowser } from './support/useBrowser';

const ROOT = '/a/meshobservatory-meshtastic-app';

describe('The app', () => {
  const browser = useBrowser();

  it('checks the way from the radio to the dashboard', async () => {
    const page = await browser.open(ROOT);
    await page.getByText('Data flowing').waitFor();
    await page.getByText(/Last packet .* ago\. \d+ nodes/).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Set-up check');
  });

  it('says what to do when the collector is gone', async () => {
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: 'http://127.0.0.1:9' });
    browser.expectProblems(/status of 502 \(Bad Gateway\)/);
    const page = await browser.open(ROOT, { previewUrl });
    await page
      .getByText(/cannot reach the collector/)
      .first()
      .waitFor();
  });

  it('has a configuration page', async () => {
    const page = await browser.open('/plugins/meshobservatory-meshtastic-app');
    await page.getByRole('tab').first().waitFor();
  });
});
