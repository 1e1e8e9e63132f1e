/**
 * Bundles the data source's backend into one file that is a shell script and a program in one, under the names Grafana
 * looks for on each kind of machine, with the notices of what is bundled beside it.
 */
import { build } from 'esbuild';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNotices } from './third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'src/datasource/backend');
const target = path.join(root, 'dist/datasource');
/** Names of Grafana: 32 and 64 bits of ARM, and PCs. */
const machines = ['linux_amd64', 'linux_arm64', 'linux_arm'];

/** A shell ends at `exec`; for JavaScript everything up to the end of the comment is a string and a comment. */
export function polyglotStart(launcher) {
  if (launcher.includes('*/')) {
    throw new Error('launcher.sh contains */, which would end the comment around it.');
  }
  const [first, ...script] = launcher.trimEnd().split('\n');
  return [first, "':' /*", ...script, 'exit', '*/'].join('\n');
}

/** The bundle, without a start line. */
export async function bundleBackend() {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(source, 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    define: {
      PLUGIN_VERSION: JSON.stringify(version),
      // ws would look for accelerators, which are not there.
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    },
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  return { code: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code, inputs } = await bundleBackend();
  const launcher = await readFile(path.join(source, 'launcher.sh'), 'utf8');
  await mkdir(target, { recursive: true });
  for (const machine of machines) {
    const file = path.join(target, `gpx_mesh_observatory_${machine}`);
    await writeFile(file, `${polyglotStart(launcher)}\n${code}`);
    await chmod(file, 0o755);
  }
  const packages = await writeNotices(inputs, path.join(target, 'THIRD_PARTY_NOTICES.txt'));
  console.log(`Backend: ${machines.length} × ${Math.ceil(code.length / 1024)} KB, with ${packages.join(', ')}`);
}
