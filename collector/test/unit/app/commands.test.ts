import { describe, expect, it } from '@jest/globals';
import { parseCommand, runCommand } from '../../../src/app/commands.js';
import { EXIT, FatalError } from '../../../src/errors.js';

const noConfig = () => {
  throw new Error('the configuration was read');
};

function exitOf(argv: readonly string[]): FatalError {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof FatalError) return error;
  }
  throw new Error('no FatalError');
}

describe('parseCommand', () => {
  it.each([
    [[], { name: 'serve', args: [] }],
    [['restore', 'copy.db'], { name: 'restore', args: ['copy.db'] }],
    [['--help'], { name: 'help', args: [] }],
    [['-h'], { name: 'help', args: [] }],
    [['--version'], { name: 'version', args: [] }],
    [
      ['redecode', '--from', '2026-11-27', '--dry-run'],
      { name: 'redecode', args: [], options: { from: '2026-11-27', 'dry-run': true } },
    ],
    [['replay', 'a.hex', '--json'], { name: 'replay', args: ['a.hex'], options: { json: true } }],
  ])('reads %j', (argv, command) => {
    expect(parseCommand(argv)).toEqual(command);
  });

  it('ends with exit code 64 and the usage for an option that does not exist', () => {
    const error = exitOf(['--port', '80']);
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).toContain('--port');
    expect(error.details.join('\n')).toContain('check-config');
  });
});

describe('options', () => {
  it.each([
    [['redecode', '--json'], '--json belong to replay, not to redecode'],
    [['forget', '--dry-run'], '--dry-run belong to redecode, not to forget'],
  ])('of another command are refused: %j', (argv, sentence) => {
    expect(exitOf(argv).message).toContain(sentence);
  });
});

describe('runCommand', () => {
  it.each(['help', 'version'])('%s needs no valid configuration', async (name) => {
    const lines: string[] = [];
    await expect(runCommand({ name, args: [] }, noConfig, (line) => lines.push(line))).resolves.toBe(EXIT.ok);
    expect(lines).toHaveLength(1);
  });

  it('names a command that does not exist', async () => {
    await expect(runCommand({ name: 'start', args: [] }, noConfig, () => undefined)).rejects.toThrow(
      'There is no command "start"',
    );
  });
});
