import { scanJson } from './jsonScanner';

const skip = (text: string) => {
  const bytes = Buffer.from(text);
  return scanJson(bytes).skip(0);
};

describe('walking over JSON', () => {
  it.each([
    '0',
    '-0.5e-7',
    '1E+2',
    'true',
    'null',
    '""',
    '"\\u00e9 \\"\\\\ é 🌍"',
    '[]',
    '{}',
    '[ 1 , [ ] , { "a" : [ null ] } ]',
    '{"a":{"b":{"c":[[[]]]}}}',
  ])('takes %s', (text) => {
    expect(skip(text)).toBe(Buffer.byteLength(text));
  });

  it.each([
    '',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    'tru',
    'truefalse',
    'Infinity',
    '"',
    '"\\x"',
    '"\\',
    '"\t"',
    '[1,]',
    '[,]',
    '[1 2]',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    '{"a":1,}',
    '{"a":1',
    '[',
    "'a'",
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(() => skip(text)).toThrow(/not JSON/);
  });

  it('judges like JSON.parse, whatever is changed in an answer', () => {
    const text = '{"a":[1.5,-2e3,"x\\n\\u00e9",{"b":null,"c":[true,false,{}]}],"d":""}';
    const parts = ['"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', 't', ' ', '\n'];
    for (let at = 0; at < text.length; at += 1) {
      for (const part of ['', ...parts]) {
        const changed = text.slice(0, at) + part + text.slice(at + 1);
        expect({ changed, taken: takes(changed) }).toEqual({ changed, taken: parses(changed) });
      }
    }
  });
});

function takes(text: string): boolean {
  const bytes = Buffer.from(text);
  const json = scanJson(bytes);
  try {
    return json.valueAt(json.skip(json.valueAt(0))) === bytes.length;
  } catch {
    return false;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
