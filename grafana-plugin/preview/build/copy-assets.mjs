/** Copies the fonts and icons that `@grafana/ui` requests from the server. Grafana's packages contain only some of them. */
import { cp, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ownIcons = join(import.meta.dirname, '..', 'icons');

/** Font files by the names that Grafana's style sheet uses, and the packages that contain them. */
const fonts = {
  'inter/Inter-Regular.woff2': ['@fontsource-variable/inter', 'inter-latin-wght-normal.woff2'],
  'inter/Inter-Medium.woff2': ['@fontsource-variable/inter', 'inter-latin-wght-normal.woff2'],
  'inter/Inter-Italic.woff2': ['@fontsource-variable/inter', 'inter-latin-wght-italic.woff2'],
  'inter/Inter-MediumItalic.woff2': ['@fontsource-variable/inter', 'inter-latin-wght-italic.woff2'],
  'roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2': [
    '@fontsource/roboto-mono',
    'roboto-mono-latin-400-normal.woff2',
  ],
};

/** @param {string} directory */
export async function copyAssets(directory) {
  for (const [name, [packageName = '', file = '']] of Object.entries(fonts)) {
    await cp(join(packageDirectory(packageName), 'files', file), join(directory, 'fonts', name));
  }
  await cp(join(packageDirectory('@grafana/ui'), 'dist', 'public', 'img'), join(directory, 'img'), { recursive: true });
  await addMissingIcons(join(directory, 'img', 'icons'));
}

/**
 * Adds the icons that are missing in the package: those of `preview/icons`, and a placeholder for the rest.
 * @param {string} directory
 */
async function addMissingIcons(directory) {
  const names = await iconNames();
  const drawn = new Set(await readdir(ownIcons));
  for (const folder of await readdir(directory)) {
    const present = new Set(await readdir(join(directory, folder)));
    for (const file of names.map((name) => `${name}.svg`).filter((one) => !present.has(one))) {
      await cp(join(ownIcons, drawn.has(file) ? file : 'placeholder.svg'), join(directory, folder, file));
    }
  }
}

async function iconNames() {
  const types = await readFile(join(packageDirectory('@grafana/data'), 'dist', 'types', 'types', 'icon.d.ts'), 'utf8');
  return [...types.matchAll(/^\s+'?([a-z0-9-]+)'?: boolean/gm)].map(([, name = '']) => name);
}

/** @param {string} name */
export function packageDirectory(name) {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
