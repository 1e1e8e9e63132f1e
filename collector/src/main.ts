/** Process shell: arguments, configuration, signals, exit code. The only file that touches `process`. */
import { readFileSync } from 'node:fs';
import { createApp } from './app.js';
import { runCommand } from './app/commands.js';
import { loadConfig, type Config } from './config/config.js';
import { EXIT, FatalError, type ExitCode } from './errors.js';
import { createLogger } from './logger.js';

const SHUTDOWN_MS = 10_000;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const complain = (text: string) => void process.stderr.write(`${text}\n`);

/** One sentence, and one line per mistake when there are several; never a stack trace for what we foresaw. */
function explain(error: unknown): ExitCode {
  if (error instanceof FatalError) {
    complain([error.message, ...error.details.map((line) => `  ${line}`)].join('\n'));
    return error.exitCode;
  }
  complain(
    `Something unforeseen happened. Please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return EXIT.failure;
}

async function serve(config: Config): Promise<void> {
  const readable = config.log.format === 'pretty' || (config.log.format === 'auto' && process.stdout.isTTY);
  const logger = createLogger({ level: config.log.level, pretty: readable });
  let stopping = false;

  const app = createApp({
    config,
    logger,
    // A demo nobody configured explains itself even where its output is not a terminal.
    showBanner: readable || config.simulation !== null ? print : undefined,
    onFatal: (error) => stop(explain(error)),
  });

  /** First signal: everything is flushed. Second signal, or too slow: out. */
  function stop(code: ExitCode): void {
    if (stopping) {
      complain('Stopped at once, on the second signal. Messages that were not acknowledged come again.');
      process.exit(EXIT.forced);
    }
    stopping = true;
    const deadline = setTimeout(() => {
      complain(
        `Stopping took more than ${SHUTDOWN_MS / 1000} s and was cut short. Messages that were not acknowledged come again.`,
      );
      process.exit(EXIT.forced);
    }, SHUTDOWN_MS - 500);
    deadline.unref();
    app.stop().then(
      () => process.exit(code),
      (error: unknown) => process.exit(explain(error) || EXIT.failure),
    );
  }

  process.on('SIGTERM', () => stop(EXIT.ok));
  process.on('SIGINT', () => stop(EXIT.ok));
  process.on('uncaughtException', (error) => stop(explain(error)));
  process.on('unhandledRejection', (error) => stop(explain(error)));
  try {
    await app.start();
  } catch (error) {
    stop(explain(error));
  }
}

async function main(): Promise<void> {
  try {
    const config = loadConfig(process.env, (path) => readFileSync(path, 'utf8'));
    const [command = 'serve', ...rest] = process.argv.slice(2);
    if (command === 'serve') await serve(config);
    else process.exitCode = await runCommand(command, rest, config, print);
  } catch (error) {
    process.exitCode = explain(error);
  }
}

await main();
