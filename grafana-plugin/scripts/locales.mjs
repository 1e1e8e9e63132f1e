/**
 * Collects what the data source says to people, `t('id', 'English')`, into the file translators start from:
 * `src/datasource/locales/en-US/<plugin id>.json`. `npm run locales` writes it; `--check` says what is wrong with it.
 */
import { globSync } from 'glob';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../src/datasource/', import.meta.url));
const { id: pluginId } = JSON.parse(readFileSync(path.join(root, 'plugin.json'), 'utf8'));
const target = path.join(root, 'locales/en-US', `${pluginId}.json`);

/** @typedef {{ id: string, english: string, place: string }} Sentence */

/**
 * @param {string} file
 * @param {string} source
 * @returns {{ sentences: Sentence[], problems: string[] }}
 */
export function readSentences(file, source) {
  const tree = ts.createSourceFile(
    file,
    source,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  /** @type {Sentence[]} */
  const sentences = [];
  /** @type {string[]} */
  const problems = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const place = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const [id, english] = node.arguments;
      if (id && english && ts.isStringLiteralLike(id) && ts.isStringLiteralLike(english)) {
        sentences.push({ id: id.text, english: english.text, place });
      } else {
        problems.push(`${place}: t() takes an id and a sentence as plain texts`);
      }
    }
    if (ts.isJsxAttribute(node) && isSpoken(node)) {
      problems.push(`${place}: ${node.name.getText()} is text that cannot be translated`);
    }
    if (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)) {
      problems.push(`${place}: "${node.text.trim()}" cannot be translated`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { sentences, problems };
}

const spoken = ['label', 'tooltip', 'placeholder', 'title', 'description', 'what', 'aria-label', 'text'];

/** @param {ts.JsxAttribute} attribute */
function isSpoken({ name, initializer }) {
  return initializer !== undefined && ts.isStringLiteral(initializer) && spoken.includes(name.getText());
}

/** @returns {{ json: string, problems: string[] }} */
export function collectLocale() {
  const files = globSync('**/*.{ts,tsx}', { cwd: root, ignore: ['**/*.test.*', 'backend/**'] }).sort();
  const found = files.map((file) => readSentences(file, readFileSync(path.join(root, file), 'utf8')));
  const problems = found.flatMap((one) => one.problems);
  /** @type {Map<string, Sentence>} */
  const byId = new Map();
  for (const sentence of found.flatMap((one) => one.sentences)) {
    const known = byId.get(sentence.id);
    if (known !== undefined && known.english !== sentence.english) {
      problems.push(`${sentence.place}: ${sentence.id} means something else at ${known.place}`);
    }
    byId.set(sentence.id, sentence);
  }
  return { json: `${JSON.stringify(nest([...byId.values()]), null, 2)}\n`, problems };
}

/** @param {Sentence[]} sentences */
function nest(sentences) {
  /** @type {Record<string, any>} */
  const tree = {};
  for (const { id, english } of sentences.sort((left, right) => (left.id < right.id ? -1 : 1))) {
    const names = id.split('.');
    const last = names.pop() ?? id;
    const parent = names.reduce((branch, name) => (branch[name] ??= {}), tree);
    parent[last] = english;
  }
  return tree;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { json, problems } = collectLocale();
  for (const problem of problems) {
    console.error(problem);
  }
  const isFresh = existsSync(target) && readFileSync(target, 'utf8') === json;
  if (process.argv.includes('--check')) {
    if (!isFresh) {
      console.error(`${path.relative(process.cwd(), target)} is not what the sources say; npm run locales writes it.`);
    }
    process.exitCode = problems.length > 0 || !isFresh ? 1 : 0;
  } else {
    writeFileSync(target, json);
    process.exitCode = problems.length > 0 ? 1 : 0;
  }
}
