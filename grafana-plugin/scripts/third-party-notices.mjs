/** The licenses of the packages in a bundle, as they ask to be passed on. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Licenses that may be part of a program under Apache-2.0. */
const compatible = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD']);

function packageFolders(inputs) {
  const folders = inputs
    .map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

async function noticeOf(folder) {
  const place = path.resolve(root, folder);
  const { name, version, license } = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
  if (!compatible.has(license)) {
    throw new Error(`${name} ${version} is under ${license}, which has not been judged for the bundle.`);
  }
  const files = (await readdir(place)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = await Promise.all(files.map((file) => readFile(path.join(place, file), 'utf8')));
  return { name, text: [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n') };
}

/** Writes the file and returns the names of the packages. */
export async function writeNotices(inputs, file) {
  const notices = await Promise.all(packageFolders(inputs).map(noticeOf));
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  const head = 'The backend of the Mesh Observatory data source contains these packages.';
  await writeFile(file, `${[head, ...notices.map(({ text }) => text)].join(line)}\n`);
  return notices.map(({ name }) => name);
}
