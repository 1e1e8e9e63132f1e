/** Programs run for their effect or their output; a failure shows what they said. */
import { execFile } from 'node:child_process';

/** Resolves with what the program wrote to its standard output. */
export function output(program, ...args) {
  return new Promise((resolve, reject) => {
    const options = {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      env: {
        ...process.env,
        PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
        DEBIAN_FRONTEND: 'noninteractive',
        LC_ALL: 'C.UTF-8',
      },
    };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = `${stdout}${stderr}`.slice(-4000);
      reject(new Error(`${program} ${args.join(' ')} ended with ${error.code ?? error.signal}:\n${said}`));
    });
    child.stdin?.end();
  });
}

export async function run(program, ...args) {
  await output(program, ...args);
}

/** Waits for all of them also when one fails, so that nothing still runs in a folder that is removed then. */
export async function together(...tasks) {
  const results = await Promise.allSettled(tasks);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results.map(({ value }) => value);
}
