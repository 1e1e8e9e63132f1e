import type { Locator, Page } from 'playwright-core';
import { until } from './until';

/** A panel of the dashboard by its title. */
export const panel = (page: Page, title: string): Locator =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });

export function pluginPath(uid = 'mesh-observatory') {
  return {
    settings: `/connections/datasources/edit/${uid}`,
    query: '/explore',
    variables: '/preview/variables',
    annotations: '/preview/annotations',
  };
}

/** Rows of a table panel that are drawn. */
export async function tableRows(table: Locator): Promise<string[][]> {
  const rows = table.getByRole('row');
  const count = await rows.count();
  const texts = await Promise.all(
    Array.from({ length: count }, (_row, at) => rows.nth(at).getByRole('gridcell').allInnerTexts()),
  );
  return texts.filter((cells) => cells.length > 0);
}

/** The number at the end of "Done: 3 frames, 120 rows", once there is one that is wanted. */
export async function answerRows(
  page: Page,
  wanted: (rows: number, text: string) => boolean = (rows) => rows > 0,
): Promise<string> {
  return until('an answer of the query with rows', async () => {
    const text = await page.getByTestId('answer-size').innerText();
    const rows = Number(/(\d+) rows?$/.exec(text)?.[1] ?? 0);
    return text.startsWith('Loading') || !wanted(rows, text) ? undefined : text;
  });
}
