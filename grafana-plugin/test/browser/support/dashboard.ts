import type { Locator, Page } from 'playwright-core';
import { until } from '@mesh-observatory/test-kit/until';

/** A panel of the dashboard by its title. */
export const panel = (page: Page, title: string): Locator =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });

/** Rows of a table panel that are drawn. */
export async function tableRows(table: Locator): Promise<string[][]> {
  const rows = table.getByRole('row');
  const count = await rows.count();
  const texts = await Promise.all(
    Array.from({ length: count }, (_row, at) => rows.nth(at).getByRole('gridcell').allInnerTexts()),
  );
  return texts.filter((cells) => cells.length > 0);
}

/** Waits for a result such as "Done: 3 frames, 120 rows" with the expected number of rows, and returns that text. */
export async function resultRows(
  page: Page,
  isExpected: (rows: number, text: string) => boolean = (rows) => rows > 0,
): Promise<string> {
  return until(
    async () => {
      const text = await page.getByTestId('result-size').innerText();
      const rows = Number(/(\d+) rows?$/.exec(text)?.[1] ?? 0);
      return text.startsWith('Loading') || !isExpected(rows, text) ? undefined : text;
    },
    { what: 'a result with the expected rows' },
  );
}
