import { readFileSync } from 'node:fs';
import { executable } from './support/built';

describe('the built backend', () => {
  it('has no editors and no zod in it', () => {
    const code = readFileSync(executable, 'utf8');
    expect(code).toContain('query.resolve.newer');
    // Keys of texts survive minification, as does the name of zod's error.
    expect(code.match(/ZodError|editors\.[\w-]+|queries\.traffic\.[\w-]+/g) ?? []).toEqual([]);
  });
});
