import { jest } from '@jest/globals';
import { createOutlet } from './streamOutlet';
import type { Row } from './streamTopics';

describe('rows on their way to Grafana', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function outlet(takes = true) {
    const written: Row[][] = [];
    const drained: Array<() => void> = [];
    const sink = { takes };
    const out = createOutlet(
      (rows) => {
        written.push([...rows]);
        return sink.takes;
      },
      (callback) => void drained.push(callback),
    );
    return { out, written, sink, drain: () => drained.splice(0).forEach((callback) => callback()) };
  }
  const row = (value: number): Row => [value];

  it('go together, a few times a second', () => {
    const { out, written } = outlet();
    out.add([row(1)]);
    out.add([row(2)]);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(250);
    expect(written).toEqual([[[1], [2]]]);
    jest.advanceTimersByTime(10_000);
    expect(written).toHaveLength(1);
  });

  it('wait while Grafana does not take them, and the oldest are let go', () => {
    const { out, written, sink, drain } = outlet(false);
    out.add([row(0)]);
    jest.advanceTimersByTime(250);
    out.add(Array.from({ length: 3000 }, (_, index) => row(index)));
    jest.advanceTimersByTime(10_000);
    expect(written).toEqual([[[0]]]);
    sink.takes = true;
    drain();
    jest.advanceTimersByTime(250);
    expect(written[1]).toHaveLength(2000);
    expect(written[1]?.at(-1)).toEqual([2999]);
  });

  it('stop for good', () => {
    const { out, written } = outlet();
    out.add([row(1)]);
    out.close();
    out.add([row(2)]);
    jest.advanceTimersByTime(1000);
    expect(written).toEqual([]);
  });
});
