import { existsSync } from 'node:fs';
import { join } from 'node:path';

const dataSource = join(import.meta.dirname, '..', '..', '..', 'dist', 'datasource');
const processor = process.arch === 'x64' ? 'amd64' : process.arch;

/** The built backend for this machine, as Grafana would start it. */
export const executable = join(dataSource, `gpx_mesh_observatory_linux_${processor}`);

if (!existsSync(executable)) {
  throw new Error(`There is no ${executable}. Build it first: npm run build -w grafana-plugin`);
}
