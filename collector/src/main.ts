/** Process shell: arguments, configuration, signals, exit code. The only file that touches `process`. */
import { readFileSync } from 'node:fs';
import { createApp } from './app.js';
import { parseCommand, runCommand, type ReadConfig } from './app/commands.js';
import { readConfig } from './app/read-config.js';
import type { Config } from './config/config.js';
import { EXIT, FatalError, type ExitCode } from './errors.js';
import { createLogger } from './logger.js';
import type { ProcessReadings } from './status/history.js';

const SHUTDOWN_MS = 10_000;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const printError = (text: string) => void process.stderr.write(`${text}\n`);

/** Prints one sentence, and one line per mistake when there are several; a stack trace only for unexpected errors. */
function reportError(error: unknown): ExitCode {
  if (error instanceof FatalError) {
    printError([error.message, ...error.details.map((line) => `  ${line}`)].join('\n'));
    return error.exitCode;
  }
  printError(
    `Unexpected error. Please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return EXIT.failure;
}

function readProcess(): ProcessReadings {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
}

async function serve(config: Config): Promise<void> {
  const readable = config.log.format === 'pretty' || (config.log.format === 'auto' && process.stdout.isTTY);
  const logger = createLogger({ level: config.log.level, pretty: readable });
  for (const warning of config.warnings) logger.warn({ event: 'config.warning' }, warning);
  let stopping = false;

  const app = createApp({
    config,
    logger,
    // The banner of a simulated mesh is printed even where the output is not a terminal.
    showBanner: readable || config.simulation !== null ? print : undefined,
    readProcess,
    onFatal: (error) => stop(reportError(error)),
  });

  /** The first call flushes everything. A second call, or a shutdown that takes too long, ends the process at once. */
  function stop(code: ExitCode): void {
    if (stopping) {
      printError('Forced shutdown. Unacknowledged messages will be redelivered.');
      process.exit(EXIT.forced);
    }
    stopping = true;
    const deadline = setTimeout(() => {
      printError(`Forced shutdown after ${SHUTDOWN_MS / 1000} s. Unacknowledged messages will be redelivered.`);
      process.exit(EXIT.forced);
    }, SHUTDOWN_MS - 500);
    deadline.unref();
    app.stop().then(
      () => process.exit(code),
      (error: unknown) => process.exit(reportError(error) || EXIT.failure),
    );
  }

  process.on('SIGTERM', () => stop(EXIT.ok));
  process.on('SIGINT', () => stop(EXIT.ok));
  process.on('uncaughtException', (error) => stop(reportError(error)));
  process.on('unhandledRejection', (error) => stop(reportError(error)));
  try {
    await app.start();
  } catch (error) {
    stop(reportError(error));
  }
}

async function main(): Promise<void> {
  try {
    const command = parseCommand(process.argv.slice(2));
    const configuration: ReadConfig = (defaults = {}) =>
      readConfig({ ...defaults, ...process.env }, (path) => readFileSync(path, 'utf8'));
    if (command.name === 'serve') await serve(configuration());
    else process.exitCode = await runCommand(command, configuration, print);
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

await main();
