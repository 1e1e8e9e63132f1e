/** A real Prometheus with the shipped configuration, in a hurry: every second instead of every minute, and no patience. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { runPrometheus } from './prometheus-process.js';
import { filesBelow, readText, readYaml } from './repository.js';

interface Configuration {
  global: Record<string, unknown>;
  scrape_configs: {
    job_name: string;
    static_configs: { targets: string[] }[];
    authorization?: { credentials_file: string };
  }[];
}
interface RulesFile {
  groups: { interval: string; rules: { alert?: string; for?: string; keep_firing_for?: string }[] }[];
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export interface Prometheus {
  readonly configFile: string;
  /** `data` of an API answer. */
  api<T>(path: string): Promise<T>;
  query(expression: string): Promise<readonly Sample[]>;
  readonly stop: () => Promise<void>;
}

export interface Scraped {
  /** Base URL of the collector. */
  readonly url: string;
  readonly apiToken: string;
}

/** The shipped files with the addresses of a test; what they measure and decide stays as it is. */
export function writeConfiguration(folder: string, port: number, { url, apiToken }: Scraped): string {
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${apiToken}\n`);
  const config = readYaml('provisioning/prometheus/prometheus.yml') as Configuration;
  Object.assign(config.global, { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' });
  const [mesh, own] = config.scrape_configs;
  mesh!.static_configs[0]!.targets = [new URL(url).host];
  mesh!.authorization!.credentials_file = tokenFile;
  own!.static_configs[0]!.targets = [`127.0.0.1:${port}`];
  mkdirSync(join(folder, 'rules'), { recursive: true });
  for (const path of filesBelow('provisioning/prometheus/rules', '.yml')) {
    const rules = parse(readText(path)) as RulesFile;
    for (const group of rules.groups) {
      group.interval = '1s';
      for (const rule of group.rules) {
        if (rule.alert !== undefined) rule.for = '0s';
        delete rule.keep_firing_for;
      }
    }
    writeFileSync(join(folder, 'rules', path.split('/').at(-1)!), stringify(rules));
  }
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, stringify(config));
  return configFile;
}

export async function startPrometheus(scraped: Scraped): Promise<Prometheus> {
  const { path: folder } = temporaryFolder('prometheus-');
  const port = await freePort();
  const configFile = writeConfiguration(folder, port, scraped);
  const { url, stop } = await runPrometheus(folder, port);

  async function api<T>(path: string): Promise<T> {
    const response = await fetch(`${url}/api/v1/${path}`);
    const answer = (await response.json()) as { status: string; data: T; error?: string };
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error ?? answer.status}`);
    return answer.data;
  }
  return {
    configFile,
    api,
    query: async (expression) =>
      (await api<{ result: readonly Sample[] }>(`query?query=${encodeURIComponent(expression)}`)).result,
    stop,
  };
}
