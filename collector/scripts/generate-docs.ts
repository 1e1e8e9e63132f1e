/** Writes the generated pages of docs/. The tests fail when a committed page is not what this would write. */
import { writeFileSync } from 'node:fs';
import { renderConfigurationDocs } from '../src/config/docs.js';

const pages: Readonly<Record<string, () => string>> = {
  'configuration.md': renderConfigurationDocs,
};

for (const [name, render] of Object.entries(pages)) {
  writeFileSync(new URL(`../../docs/${name}`, import.meta.url), render());
}
