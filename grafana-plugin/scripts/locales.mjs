/**
 * Collects the texts each plugin shows, `t('key', 'English', values)`, into the file translators start from:
 * `<plugin>/locales/en-US/<plugin id>.json`. `npm run locales` writes the files; `--check` reports what is wrong with
 * the sources and which file is stale, and writes nothing. `--src <folder>` reads other sources than `src`.
 *
 * A key names the place where a text is shown, not its words: `node-card.close`. A text about a number has a plural
 * and a singular: `t('selection-card.title', '{{count}} nodes', { count, defaultValue_one: '{{count}} node' })`.
 */
import { globSync } from 'glob';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { contractTexts } from './contract-texts.mjs';

const defaultSources = path.join(import.meta.dirname, '../src');
const plugins = [
  { folder: '.', sources: ['module.tsx', 'app/**/*.{ts,tsx}'] },
  { folder: 'datasource', sources: ['datasource/**/*.{ts,tsx}'], others: contractTexts },
  { folder: 'geomap-panel', sources: ['geomap-panel/**/*.{ts,tsx}'] },
];
const notShown = ['**/*.test.*', '**/test/**', 'datasource/backend/**'];

/** Two parts or more, each of at most three words: more would repeat the text. */
const KEY = /^\w+(-\w+){0,2}(\.\w+(-\w+){0,2})+$/;
const notPlaceholders = ['defaultValue_one', 'interpolation'];
const shownAttributes = ['label', 'tooltip', 'placeholder', 'title', 'description', 'what', 'aria-label', 'text'];

/** @typedef {{ key: string, english: string, place: string }} Text */

/** @param {ts.ObjectLiteralExpression} values */
function propertiesOf(values) {
  return new Map(
    values.properties
      .filter((property) => property.name !== undefined)
      .map((property) => [property.name.getText(), property]),
  );
}

/** @param {ts.Node | undefined} node */
const literal = (node) => (node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined);

/**
 * The texts of one call of `t`.
 * @param {ts.CallExpression} call
 * @param {string} place
 * @param {string[]} problems
 * @returns {Text[]}
 */
function textsOfCall(call, place, problems) {
  const [key, english] = call.arguments.map(literal);
  const values = call.arguments[2];
  if (key === undefined || english === undefined || english.trim() === '' || call.arguments.length > 3) {
    problems.push(`${place}: t() takes a key and an English text, both written out, and values`);
    return [];
  }
  if (values !== undefined && !ts.isObjectLiteralExpression(values)) {
    problems.push(`${place}: the values of "${key}" are not written out`);
    return [{ key, english, place }];
  }
  const given = values === undefined ? new Map() : propertiesOf(values);
  const one = given.get('defaultValue_one');
  const singular = one !== undefined && ts.isPropertyAssignment(one) ? literal(one.initializer) : undefined;
  const used = [...`${english} ${singular ?? ''}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  for (const name of used.filter((each) => !given.has(each))) {
    problems.push(`${place}: "${key}" has no value for {{${name}}}`);
  }
  for (const name of [...given.keys()].filter((each) => !used.includes(each) && !notPlaceholders.includes(each))) {
    problems.push(`${place}: "${key}" does not use the value ${name}`);
  }
  if (!given.has('count')) {
    return [{ key, english, place }];
  }
  if (singular === undefined) {
    problems.push(`${place}: "${key}" has a count and no singular; give it defaultValue_one`);
  }
  return [
    { key: `${key}_one`, english: singular ?? english, place },
    { key: `${key}_other`, english, place },
  ];
}

/**
 * @param {string} file
 * @param {string} source
 * @returns {{ texts: Text[], problems: string[] }}
 */
function readTexts(file, source) {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
  /** @type {Text[]} */
  const texts = [];
  /** @type {string[]} */
  const problems = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const place = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      texts.push(...textsOfCall(node, place, problems));
    }
    if (ts.isJsxAttribute(node) && shownAttributes.includes(node.name.getText()) && literal(node.initializer)) {
      problems.push(`${place}: ${node.name.getText()} is text that cannot be translated`);
    }
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) {
      problems.push(`${place}: "${node.text.trim()}" cannot be translated`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { texts, problems };
}

/** @param {readonly Text[]} texts */
function nest(texts) {
  /** @type {Record<string, any>} */
  const tree = {};
  for (const { key, english } of [...texts].sort((left, right) => (left.key < right.key ? -1 : 1))) {
    const names = key.split('.');
    const last = names.pop() ?? key;
    const parent = names.reduce((branch, name) => (branch[name] ??= {}), tree);
    parent[last] = english;
  }
  return tree;
}

/**
 * The file of one plugin as it should be, and what is wrong with its sources.
 * @param {string} src
 * @param {{ folder: string, sources: string[], others?: readonly Text[] }} plugin
 */
function collect(src, { folder, sources, others = [] }) {
  const { id } = JSON.parse(readFileSync(path.join(src, folder, 'plugin.json'), 'utf8'));
  const files = globSync(sources, { cwd: src, ignore: notShown, posix: true }).sort();
  const read = files.map((file) => readTexts(file, readFileSync(path.join(src, file), 'utf8')));
  const problems = read.flatMap((each) => each.problems);
  /** @type {Map<string, Text>} */
  const byKey = new Map();
  for (const text of [...read.flatMap(({ texts }) => texts), ...others]) {
    if (!KEY.test(text.key)) {
      problems.push(`${text.place}: "${text.key}" is no key; allowed are names such as "node-card.close"`);
    }
    const known = byKey.get(text.key);
    if (known !== undefined && known.english !== text.english) {
      problems.push(`${text.place}: "${text.key}" has another text at ${known.place}`);
    }
    byKey.set(text.key, text);
  }
  return {
    target: path.join(src, folder, 'locales/en-US', `${id}.json`),
    json: `${JSON.stringify(nest([...byKey.values()]), null, 2)}\n`,
    problems,
  };
}

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, src: { type: 'string' } } });
for (const plugin of plugins) {
  const { target, json, problems } = collect(options.src ?? defaultSources, plugin);
  if (options.check !== true) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, json);
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== json) {
    problems.push(`${path.basename(target)} is not what the sources say; npm run locales writes it`);
  }
  for (const problem of problems) {
    console.error(problem);
  }
  process.exitCode = problems.length > 0 ? 1 : process.exitCode;
}
