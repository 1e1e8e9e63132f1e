/**
 * `locales/en-US` of each plugin holds every word it says, for translators. After a change of words:
 * `UPDATE_LOCALES=1 npm run test:unit -- locales`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { PanelOptionsEditorBuilder, standardEditorsRegistry } from '@grafana/data';
import ts from 'typescript';
import { layerIds } from '../geomap-panel/layers/layer';
import { meshLayers } from '../geomap-panel/layers/registry';
import { addPanelOptions } from '../geomap-panel/options/panelOptions';
import { ageBands } from '../geomap-panel/scene/age';
import type { MeshMapOptions } from '../geomap-panel/types';

const mockAsked = new Map<string, string>();
jest.mock('@grafana/i18n', () => ({
  t: (key: string, english: string) => {
    mockAsked.set(key, english);
    return english;
  },
}));

type Words = Map<string, string>;
const root = path.join(__dirname, '..');

function sourcesIn(folder: string): string[] {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name)).map((name) => path.join(folder, name));
}

/** Words in `phrases(scope, {…})` and `t(key, english)`; keys that are put together are asked for at run time instead. */
function wordsOf(file: string): Words {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const words: Words = new Map();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments;
      const name = node.expression.getText();
      if (name === 't' && first && second && ts.isStringLiteral(first) && ts.isStringLiteral(second)) {
        words.set(first.text, second.text);
      }
      if (name === 'phrases' && first && second && ts.isStringLiteral(first) && ts.isObjectLiteralExpression(second)) {
        second.properties.forEach((property) => {
          if (ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)) {
            words.set(`${first.text}.${property.name.getText()}`, property.initializer.text);
          }
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return words;
}

function wordsAtRunTime(): Words {
  // What edits an option has no words of ours.
  jest.spyOn(standardEditorsRegistry, 'get').mockReturnValue({ id: 'any', name: 'any', editor: () => null });
  mockAsked.clear();
  addPanelOptions(new PanelOptionsEditorBuilder<MeshMapOptions>());
  return new Map([
    ...mockAsked,
    ...layerIds.map((id): [string, string] => [`layers.${id}`, meshLayers.get(id).name]),
    ...ageBands.map(({ label }, index): [string, string] => [`age.${index}`, label]),
  ]);
}

interface Tree {
  [key: string]: string | Tree;
}

function nested(words: Words): Tree {
  const tree: Tree = {};
  for (const [key, english] of [...words].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = key.split('.');
    const last = parts.pop() ?? '';
    let branch = tree;
    for (const part of parts) {
      branch[part] ??= {};
      branch = branch[part] as Tree;
    }
    branch[last] = english;
  }
  return tree;
}

describe.each([
  ['meshobservatory-meshtastic-app', 'app', '.', () => new Map<string, string>()],
  ['meshobservatory-meshtastic-panel', 'geomap-panel', 'geomap-panel', wordsAtRunTime],
])('the words of %s', (id, sources, folder, more) => {
  const file = path.join(root, folder, 'locales', 'en-US', `${id}.json`);
  const words = new Map([...sourcesIn(sources).flatMap((name) => [...wordsOf(name)]), ...more()]);

  it('are all in the file for translators', () => {
    const tree = nested(words);
    if (process.env['UPDATE_LOCALES'] === '1') {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, `${JSON.stringify(tree, null, 2)}\n`);
    }
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(tree);
    expect(words.size).toBeGreaterThan(30);
  });

  it('name the language in plugin.json', () => {
    const { languages } = JSON.parse(fs.readFileSync(path.join(root, folder, 'plugin.json'), 'utf8')) as {
      languages?: string[];
    };
    expect(languages).toEqual(fs.readdirSync(path.join(root, folder, 'locales')));
  });
});
