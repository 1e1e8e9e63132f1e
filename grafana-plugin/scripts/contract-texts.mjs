/**
 * Titles and descriptions of the contract that the data source shows. They are not written out in its sources:
 * `src/datasource/labels.ts` translates them under keys made of vocabulary and term.
 */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const place = 'datasource/labels.ts';
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL(`../src/${place}`, import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
/** @type {{ contractTexts: () => Array<{ key: string, english: string }> }} */
const labels = await import(`data:text/javascript;base64,${code}`);

/** @type {ReadonlyArray<{ key: string, english: string, place: string }>} */
export const contractTexts = labels.contractTexts().map((text) => ({ ...text, place }));
