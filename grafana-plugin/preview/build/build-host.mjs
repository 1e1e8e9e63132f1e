/**
 * Bundles the host page into `dist-preview`. `inputs.json` there lists the inputs: the bundle is rebuilt only when one of
 * the preview's files or an installed package has changed.
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { copyAssets, packageDirectory } from './copy-assets.mjs';
import { replacements } from './replacements.mjs';

const pluginRoot = join(import.meta.dirname, '..', '..');
export const hostDirectory = join(pluginRoot, 'dist-preview');
const stampFile = join(hostDirectory, 'inputs.json');

/**
 * @param {{ force?: boolean, log?: (sentence: string) => void }} [options]
 * @returns {Promise<string>} the folder with the bundle
 */
export async function buildHost({ force = false, log = () => undefined } = {}) {
  if (!force && (await isUpToDate())) {
    return hostDirectory;
  }
  const startedAt = Date.now();
  log('Building the preview …');
  await rm(hostDirectory, { recursive: true, force: true });
  await mkdir(hostDirectory, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: pluginRoot,
    entryPoints: { host: 'preview/host/main.tsx' },
    outdir: hostDirectory,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    tsconfig: 'preview/tsconfig.json',
    metafile: true,
    logLevel: 'warning',
    // Warnings about the package.json of dependencies.
    logOverride: { 'package.json': 'silent' },
    loader: { '.svg': 'dataurl', '.png': 'file', '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
    define: {
      'process.env.NODE_ENV': '"production"',
      global: 'window',
      // UMD libraries in this bundle would otherwise register with the AMD `define` of SystemJS and export nothing.
      define: 'undefined',
    },
    plugins: [replacements(pluginRoot)],
  });
  await copyAssets(hostDirectory);
  await writeFile(stampFile, JSON.stringify(await stampOf(Object.keys(metafile.inputs))));
  log(`Built the preview in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  return hostDirectory;
}

async function isUpToDate() {
  try {
    const known = JSON.parse(await readFile(stampFile, 'utf8'));
    const current = await stampOf(Object.keys(known.files));
    return JSON.stringify(current) === JSON.stringify(known);
  } catch {
    return false; // never built, or an input was deleted
  }
}

/**
 * Digests of the preview's own files, and of npm's list of installed packages.
 * @param {string[]} inputs paths relative to the plugin's folder
 */
async function stampOf(inputs) {
  const own = inputs.filter((path) => !path.includes('node_modules') && !path.includes(':'));
  const builders = ['build-host.mjs', 'copy-assets.mjs', 'replacements.mjs'].map((name) =>
    relativePath(join(import.meta.dirname, name)),
  );
  const files = [...new Set([...own, ...builders])].sort();
  const digests = await Promise.all(files.map(async (path) => [path, digest(await readFile(join(pluginRoot, path)))]));
  return { packages: digest(await installedPackages()), files: Object.fromEntries(digests) };
}

/** npm's list of installed packages, in the `node_modules` that contains them. */
async function installedPackages() {
  return readFile(join(packageDirectory('@grafana/ui'), '..', '..', '.package-lock.json'));
}

/** @param {string} path */
const relativePath = (path) => relative(pluginRoot, path).split(sep).join('/');
/** @param {Buffer} content */
const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);
