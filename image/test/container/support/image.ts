import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ImageSettings {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal: string;
  readonly Volumes: Readonly<Record<string, unknown>>;
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[]; readonly Interval: number; readonly Retries: number };
}

/** The image that was built for these tests. */
export interface Image {
  readonly name: string;
  /** Where its file system lies, unpacked. */
  readonly root: string;
  readonly settings: ImageSettings;
  /** Environment of every process, from its settings. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything recorded about how it was made. */
  readonly record: string;
  readonly layerBytes: readonly number[];
}

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these tests with npm run test:image`);
  return value;
}

export const workFolder = () => given('IMAGE_TEST_FOLDER');

export function loadImage(): Image {
  const record = readFileSync(join(workFolder(), 'image.json'), 'utf8');
  const { config, layers } = JSON.parse(record) as { config: ImageSettings; layers: { Size: string }[] };
  return {
    name: given('IMAGE_NAME'),
    root: given('IMAGE_ROOT'),
    settings: config,
    environment: Object.fromEntries(config.Env.map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string])),
    record,
    // The base's own is the last.
    layerBytes: layers.map(({ Size }) => Number(Size)).reverse(),
  };
}
