import { EXIT, FatalError } from '../errors.js';

/** Runs a command that needs the database for itself. @throws FatalError 69 saying what to do when a collector runs. */
export function whileStopped<T>(path: string, command: string, why: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FatalError) || error.code !== 'store_locked') throw error;
    const message = `The collector is running on ${path}${why}: stop it, run ${command}, and start it again.`;
    throw new FatalError('store_locked', message, EXIT.unavailable, [], { cause: error });
  }
}
