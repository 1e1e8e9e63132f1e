// Writes the lists of query types from the files there are, so that adding one is adding its files: `npm run registries`.
// With --check it only says which lists are stale, and fails.
import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const HEAD = '// Generated from the files in this folder by `npm run registries`; do not edit.\n';
const CONTRACT = 'packages/contract/src/queries';
const BUILDERS = 'collector/src/store/sqlite/read/queries';
const MODULES = 'grafana-plugin/src/datasource/queries';

const namesIn = (folder, pattern) =>
  readdirSync(join(root, folder))
    .flatMap((file) => pattern.exec(file)?.[1] ?? [])
    .sort();
/** Files whose name is one word are query types; what they share has names of several words. */
const types = namesIn(CONTRACT, /^([a-z]+)\.ts$/).filter((name) => !['index', 'variant', 'variants'].includes(name));
const moduleNames = namesIn(MODULES, /^([a-z]+)\.tsx$/);
const lines = (write) => types.map(write).join('\n');
const builderOf = (type) => `build${type[0].toUpperCase()}${type.slice(1)}`;

const files = {
  [`${CONTRACT}/index.ts`]: `${HEAD}${lines((type) => `import { ${type} } from './${type}.js';`)}
import { wordsOf } from '../vocabulary.js';

/** Every query type and its definition. */
export const queryDefinitions = {
${lines((type) => `  ${type},`)}
} as const;

export type QueryType = keyof typeof queryDefinitions;
export const queryTypes = wordsOf(queryDefinitions);
`,
  [`${CONTRACT}/variants.ts`]: `${HEAD}${lines((type) => `import { ${type} } from './${type}.js';`)}
import { variant } from './variant.js';

/** Schemas of the queries, one per type. */
export const queryVariants = [
${lines((type) => `  variant('${type}', ${type}.options),`)}
] as const;
`,
  [`${BUILDERS}/index.ts`]: `${HEAD}import type { FrameBuilders } from '../frames/context.js';
${lines((type) => `import { ${builderOf(type)}, live as ${type} } from './${type}.js';`)}
import type { LiveRules } from '../live/rule.js';

/** The builder of the frames of every query type. */
export const frameBuilders: FrameBuilders = {
${lines((type) => `  ${type}: ${builderOf(type)},`)}
};

/** How the answer to a query of every type follows the changes of the mesh. */
export const liveRules: LiveRules = {
${lines((type) => `  ${type},`)}
};
`,
  [`${MODULES}/index.ts`]: `${HEAD}import type { QueryType } from '@mesh-observatory/contract/queries/index';
${moduleNames.map((name) => `import { ${name} } from './${name}';`).join('\n')}
import type { QueryModule } from './queryModule';

/** The editor, summary and live updates of every query type. */
export const queryModules: { readonly [T in QueryType]: QueryModule<T> } = {
${moduleNames.map((name) => `  ${name},`).join('\n')}
};
`,
};

const stale = Object.entries(files).filter(
  ([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text,
);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale: run npm run registries`);
  process.exit(stale.length > 0 ? 1 : 0);
}
for (const [file, text] of stale) {
  writeFileSync(join(root, file), text);
  console.log(`Wrote ${file}`);
}
