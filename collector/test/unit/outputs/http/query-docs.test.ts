import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { renderQueryDocs } from '../../../../src/outputs/http/query-docs.js';

describe('docs/queries.md', () => {
  it('is what the contract says; npm run docs -w collector writes it', () => {
    const page = readFileSync(new URL('../../../../../docs/queries.md', import.meta.url), 'utf8');
    expect(page).toBe(renderQueryDocs());
  });

  it('tells of every query type', () => {
    for (const type of queryTypes) expect(renderQueryDocs()).toContain(`| \`${type}\` |`);
  });
});
