/** Writes `json/<uid>.json` and removes files of dashboards that are gone. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDashboards, toJson } from './dashboards.js';

const folder = join(import.meta.dirname, '..', 'json');
mkdirSync(folder, { recursive: true });
const files = new Map(buildDashboards().map((dashboard) => [`${String(dashboard.uid)}.json`, toJson(dashboard)]));
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name));
for (const [name, json] of files) writeFileSync(join(folder, name), json);
