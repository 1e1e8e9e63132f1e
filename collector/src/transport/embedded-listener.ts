import type { Server } from 'node:net';
import { EXIT, FatalError } from '../errors.js';

/** Resolves when the server listens. @throws FatalError (exit 69) that names the setting to change. */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const where = `${host}:${port}`;
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is taken: set EMBEDDED_BROKER_PORT to a free port, or end the other program`
          : `The embedded broker cannot listen on ${where} (${error.code ?? error.message}): check EMBEDDED_BROKER_HOST and EMBEDDED_BROKER_PORT`;
      reject(new FatalError('embedded_broker_port', why, EXIT.unavailable, [], { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.removeListener('error', onError);
      resolve();
    });
  });
}
