import { describe, it } from '@jest/globals';
import { useBrowser } from './support/useBrowser';
import { until } from './support/until';

describe('Annotations', () => {
  const browser = useBrowser();

  it('marks what happened to nodes', async () => {
    const page = await browser.open('/preview/annotations');
    const events = page.getByTestId('annotation-events').getByRole('listitem');
    await until('events', async () => (await events.count()) > 5);
    await events
      .filter({ hasText: /New node|restarted|silent/ })
      .first()
      .waitFor();
  });

  it('marks texts with a hashtag instead', async () => {
    const page = await browser.open('/preview/annotations');
    await page.getByTestId('annotation-editor').getByRole('radio', { name: 'Texts' }).check({ force: true });
    await until(
      'an answer about texts',
      async () => !/New node/.test(await page.getByTestId('annotation-events').innerText()),
    );
  });
});
