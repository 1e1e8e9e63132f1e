// Rules of dependency-cruiser: which module may import which, in every workspace, types included. Run by `npm run lint`.
// The table is rules.json; ARCHITECTURE.md shows it under "Who knows what", and collector/test/unit/architecture.test.ts
// compares the two.
import { readFileSync } from 'node:fs';
import { options } from './options.mjs';

const { vocabulary, modules } = JSON.parse(readFileSync(new URL('rules.json', import.meta.url), 'utf8'));

const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** The file, everything in the folder, or the workspace by its package name where it is not built yet. */
const inside = (path) => `^${escape(path)}(/|$)`;
const byName = (path) => (path.startsWith('packages/') ? [`^@mesh-observatory/${path.slice('packages/'.length)}`] : []);
/** @param pattern regular expression of the package's name */
const library = (pattern) => `(^|/)node_modules/(@types/)?${pattern}/`;

function pathsOf(name) {
  if (name === 'vocabulary') return vocabulary.flatMap(pathsOf);
  const path = modules[name]?.path ?? `collector/src/${name}.ts`;
  return [inside(path), ...byName(path)];
}

/** Everything of ours: what no rule allows is forbidden. */
const OURS = '^(collector|packages|grafana-plugin|dashboards|image|@mesh-observatory)/';

const TESTS = '\\.test\\.tsx?$';
const testKit = [inside('packages/test-kit'), ...byName('packages/test-kit')];

const moduleRules = Object.entries(modules).flatMap(([name, { path, imports }]) => {
  const allowed = [inside(path), ...imports.flatMap(pathsOf)];
  const rule = {
    comment: `${name} imports ${imports.length === 0 ? 'nothing of ours' : imports.join(', ')}, and itself`,
    severity: 'error',
  };
  return [
    {
      ...rule,
      name: `${name}-imports`,
      from: { path: inside(path), pathNot: TESTS },
      to: { path: OURS, pathNot: allowed },
    },
    {
      ...rule,
      name: `${name}-tests-import`,
      from: { path: `${inside(path)}.*${TESTS}` },
      to: { path: OURS, pathNot: [...allowed, ...testKit] },
    },
  ];
});

/** Libraries that belong to one place; everything else goes through the interface of that place. */
const owners = Object.values(modules).flatMap(({ path, libraries }) =>
  Object.entries(libraries).map(([name, folder]) => ({ name, owner: `${path}${folder}` })),
);

const libraryRules = [...new Set(owners.map(({ name }) => name))].map((name) => ({
  name: `${name.replaceAll(/[@/]/g, '')}-owner`,
  comment: `${name} belongs to one place; everything else goes through the interface of that place`,
  severity: 'error',
  from: {
    path: '^(collector|packages/(contract|simulator)|dashboards)/',
    pathNot: owners.filter((entry) => entry.name === name).map(({ owner }) => inside(owner)),
  },
  to: { path: library(escape(name)) },
}));

export default {
  forbidden: [
    ...moduleRules,
    ...libraryRules,
    {
      name: 'outputs-apart',
      comment: 'an output knows itself and outputs/access',
      severity: 'error',
      from: { path: '^collector/src/outputs/([^/]+)/' },
      to: {
        path: '^collector/src/outputs/',
        pathNot: ['^collector/src/outputs/$1/', '^collector/src/outputs/access/'],
      },
    },
    {
      name: 'contract-is-vocabulary',
      comment: 'the contract imports zod and itself: it runs in browsers, and is licensed for everybody',
      severity: 'error',
      from: { path: '^packages/contract/src/' },
      to: { pathNot: ['^packages/contract/src/', library('zod')] },
    },
    {
      name: 'decode-is-pure',
      comment: 'decoding is a function of its bytes: no clock, no I/O, no log',
      severity: 'error',
      from: { path: '^collector/src/decode/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'decode-does-not-log',
      severity: 'error',
      from: { path: '^collector/src/decode/' },
      to: { path: library('(pino|pino-pretty)') },
    },
    {
      name: 'test-kit-without-product',
      comment: 'the test kit serves every workspace, so it knows none',
      severity: 'error',
      from: { path: '^packages/test-kit/' },
      to: { path: '^(collector|grafana-plugin|dashboards|image|packages/simulator)/' },
    },
    {
      name: 'no-circles',
      comment: 'types included: files that need each other are one file, or miss a third one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: { ...options, tsPreCompilationDeps: true },
};
