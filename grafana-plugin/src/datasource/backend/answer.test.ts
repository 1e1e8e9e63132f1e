import { readAnswers } from './answer';

const read = (text: string) => [...readAnswers(Buffer.from(text))];

describe('the answer of the collector', () => {
  it('is cut into frames without a byte being changed', () => {
    const frame = '{ "schema": {"name":"\\u00e9 } ] \\"", "refId": "A"},\n "data": {"values": [[1.0, 1e3]]} }';
    const answer = `{"other":[{"results":1}], "results" : {"A":{"frames":[${frame} , ${frame}],"status":200}, "B":{"status":404,"error":"no \\"x\\"","frames":[]}}}`;
    const [[, a], [, b]] = read(answer) as [[string, { frames: Buffer[] }], [string, object]];
    expect(a.frames.map(String)).toEqual([frame, frame]);
    expect(b).toEqual({ status: 404, error: 'no "x"', frames: [] });
  });

  it('keeps frames as parts of the answer, without a copy', () => {
    const bytes = Buffer.from('{"results":{"A":{"frames":[{"schema":{},"data":{}}]}}}');
    expect(readAnswers(bytes).get('A')?.frames[0]?.buffer).toBe(bytes.buffer);
  });

  it('may lack queries, and statuses', () => {
    expect(read('{"results":{}}')).toEqual([]);
    expect(read('{}')).toEqual([]);
    expect(read('{"results":{"A":{"frames":[]}}}')).toEqual([['A', { status: 200, frames: [] }]]);
    expect(read('{"results":{"A":{"status":"fine","frames":[]}}}')).toEqual([['A', { status: 502, frames: [] }]]);
  });

  it.each(['', '[]', '{"results":[]}', '{"results":{"A":1}}', '{"results":{"A":{"frames":{}}}}', '{"results":{}}x'])(
    'is refused as %j',
    (text) => {
      expect(() => read(text)).toThrow();
    },
  );
});
