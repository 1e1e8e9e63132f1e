import { readAnswers } from './answer';

const read = (text: string) => [...readAnswers(Buffer.from(text))];
const textsOf = (text: string) => readAnswers(Buffer.from(text)).get('A')?.frames.map(String);

describe('readAnswers', () => {
  it('reads frames, statuses and errors by refId', () => {
    const frame = '{"schema":{"name":"é } ] \\"","refId":"A"},"data":{"values":[[1,1.5,null]]}}';
    const answer = `{"other":[{"results":1}], "results" : {"A":{"frames":[${frame} , ${frame}],"status":200}, "B":{"status":404,"error":"no \\"x\\"","frames":[]}}}`;
    expect(textsOf(answer)).toEqual([frame, frame]);
    expect(read(answer)[1]).toEqual(['B', { status: 404, error: 'no "x"', frames: [] }]);
  });

  it('puts the schema of a frame before its data, and leaves out what is neither', () => {
    expect(textsOf('{"results":{"A":{"frames":[{"more":1,"data":{"values":[]},"schema":{}}]}}}')).toEqual([
      '{"schema":{},"data":{"values":[]}}',
    ]);
  });

  it('accepts answers without results, frames or statuses', () => {
    expect(read('{"results":{}}')).toEqual([]);
    expect(read('{}')).toEqual([]);
    expect(read('{"results":{"A":{"frames":[]}}}')).toEqual([['A', { status: 200, frames: [] }]]);
    expect(read('{"results":{"A":{"status":"fine","frames":[]}}}')).toEqual([['A', { status: 502, frames: [] }]]);
  });

  it.each([
    ['', 'it is not JSON'],
    ['[]', 'the answer is not an object'],
    ['{"results":[]}', '"results" is not an object'],
    ['{"results":{"A":1}}', 'the result "A" is not an object'],
    ['{"results":{"A":{"frames":{}}}}', '"frames" is not a list'],
    ['{"results":{"A":{"frames":[[]]}}}', 'a frame is not an object'],
    ['{"results":{"A":{"frames":[{"schema":{}}]}}}', '"data" is not an object'],
    ['{"results":{}}x', 'it is not JSON'],
  ])('refuses %j', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});
