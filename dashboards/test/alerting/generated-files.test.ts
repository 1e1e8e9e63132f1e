import { describe, expect, it } from '@jest/globals';
import { alertingFiles } from '../../src/alerting/files.js';
import { readText } from '../support/repository.js';

const files = await alertingFiles();

describe('what is committed comes from the catalog (`npm run alerts -w dashboards`)', () => {
  it.each([...files])('%s', (path, content) => {
    expect(readText(path)).toBe(content);
  });
});
