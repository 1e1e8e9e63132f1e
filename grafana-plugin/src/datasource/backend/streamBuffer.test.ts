import { jest } from '@jest/globals';
import { createStreamBuffer } from './streamBuffer';
import type { Row } from './streamTopics';

describe('StreamBuffer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function streamBuffer(takes = true) {
    const written: Row[][] = [];
    const drained: Array<() => void> = [];
    const sink = { takes };
    const buffer = createStreamBuffer(
      (rows) => {
        written.push([...rows]);
        return sink.takes;
      },
      (callback) => void drained.push(callback),
    );
    return { buffer, written, sink, drain: () => drained.splice(0).forEach((callback) => callback()) };
  }
  const row = (value: number): Row => [value];

  it('writes rows together, a few times a second', () => {
    const { buffer, written } = streamBuffer();
    buffer.add([row(1)]);
    buffer.add([row(2)]);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(250);
    expect(written).toEqual([[[1], [2]]]);
    jest.advanceTimersByTime(10_000);
    expect(written).toHaveLength(1);
  });

  it('keeps rows while Grafana does not take them, and drops the oldest', () => {
    const { buffer, written, sink, drain } = streamBuffer(false);
    buffer.add([row(0)]);
    jest.advanceTimersByTime(250);
    buffer.add(Array.from({ length: 3000 }, (_, index) => row(index)));
    jest.advanceTimersByTime(10_000);
    expect(written).toEqual([[[0]]]);
    sink.takes = true;
    drain();
    jest.advanceTimersByTime(250);
    expect(written[1]).toHaveLength(2000);
    expect(written[1]?.at(-1)).toEqual([2999]);
  });

  it('writes nothing after it was closed', () => {
    const { buffer, written } = streamBuffer();
    buffer.add([row(1)]);
    buffer.close();
    buffer.add([row(2)]);
    jest.advanceTimersByTime(1000);
    expect(written).toEqual([]);
  });
});
