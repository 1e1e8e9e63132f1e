import { createLog } from './log';

describe('lines for the log of Grafana', () => {
  const lines: string[] = [];
  const log = createLog({
    write: (line) => void lines.push(line),
    now: () => new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)),
  });
  beforeEach(() => {
    lines.length = 0;
  });

  it('are what hclog writes, with six digits of a second', () => {
    log.warn('Something\nhappened', { times: 3, really: true, who: 'me' });
    expect(lines).toEqual([
      '{"@level":"warn","@message":"Something\\nhappened","@timestamp":"2026-01-02T03:04:05.006000Z","times":3,"really":true,"who":"me"}\n',
    ]);
  });

  it('stay short enough for go-plugin to understand', () => {
    log.error('x'.repeat(100_000), { error: 'y'.repeat(100_000) });
    expect(lines[0]?.length).toBeLessThan(9000);
  });
});
