import { describe, expect, it } from '@jest/globals';
import { QUERY_VERSION } from '../../src/alerting/query-version.js';
import { alertingFiles } from '../../src/alerting/files.js';
import { readText } from '../support/repository.js';

const files = await alertingFiles();

describe('what is committed comes from the catalog (`npm run alerts -w dashboards`)', () => {
  it.each([...files])('%s', (path, content) => {
    expect(readText(path)).toBe(content);
  });
});

it('queries are saved in the version that the plugin knows', () => {
  const [, version] = /QUERY_VERSION = (\d+)/.exec(readText('grafana-plugin/src/datasource/types.ts')) ?? [];
  expect(QUERY_VERSION).toBe(Number(version));
});
