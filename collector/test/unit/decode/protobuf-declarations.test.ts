import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { protobufDeclarations } from '../../helpers/protobuf-declarations.js';

const file = new URL('../../../src/decode/meshtastic-protobufs.d.ts', import.meta.url);
// The formatter may lay it out anew.
const withoutLayout = (text: string): string => text.replace(/[\s|,;]+/g, '');

describe('the declarations of @meshtastic/protobufs', () => {
  it('say what the installed descriptors say', () => {
    if (process.env.UPDATE_DECLARATIONS === '1') writeFileSync(file, protobufDeclarations());
    expect(withoutLayout(readFileSync(file, 'utf8'))).toBe(withoutLayout(protobufDeclarations()));
  });
});
