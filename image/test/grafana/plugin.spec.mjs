/** The plugin in a real Grafana; run by .github/workflows/image.yml with the demo service. */
import { expect, test } from '@grafana/plugin-e2e';

test('the overview shows the map with nodes, and no panel has an error', async ({ page }) => {
  await page.goto('/d/mesh-overview');
  await expect(page.locator('canvas').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
});

test('a query in Explore returns nodes', async ({ explorePage, page }) => {
  await page.goto('/login');
  await page.getByPlaceholder(/email or username/i).fill('admin');
  await page.getByPlaceholder(/password/i).fill(process.env.GRAFANA_PASSWORD);
  await page.getByRole('button', { name: /log in/i }).click();
  await explorePage.goto();
  await explorePage.datasource.set('Mesh Observatory');
  await expect(explorePage.runQuery()).toBeOK();
});
