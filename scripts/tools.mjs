// Finds the programs the tests drive for real. Installs what is missing where that is possible (root on Debian or
// Ubuntu); elsewhere says which tests cannot run and how to get the program. With CI=true a missing program is a failure.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Sources of Debian's Go libraries. */
const go = (folder, name) => ({
  program: `/usr/share/gocode/src/${folder}`,
  package: name,
  tests: 'the tests of the plugin’s backend against the real go-plugin library',
});

const TOOLS = [
  { program: 'mosquitto', package: 'mosquitto', tests: 'the tests against a real MQTT broker' },
  { program: 'promtool', package: 'prometheus', tests: 'the checks of the Prometheus metrics' },
  { program: 'prometheus', package: 'prometheus', tests: 'the tests against a real Prometheus' },
  { program: 'openssl', package: 'openssl', tests: 'the TLS tests' },
  ...(existsSync(new URL('../grafana-plugin/test/browser', import.meta.url))
    ? [{ program: 'chromium', package: 'chromium', tests: 'the browser tests' }]
    : []),
  { ...go('', 'golang-go'), program: 'go' },
  go('github.com/hashicorp/go-plugin', 'golang-github-hashicorp-go-plugin-dev'),
  go('google.golang.org/grpc', 'golang-google-grpc-dev'),
  go('github.com/golang/protobuf', 'golang-goprotobuf-dev'),
  go('google.golang.org/protobuf', 'golang-google-protobuf-dev'),
  go('golang.org/x/net', 'golang-golang-x-net-dev'),
];

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin'];
const has = (program) =>
  isAbsolute(program)
    ? existsSync(program)
    : folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
const missing = () => TOOLS.filter(({ program }) => !has(program));

/** Debian starts the services it installs where an init system runs; tests bring their own. */
function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (...args) => execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`Installing ${packages.join(', ')} for the tests …`);
  run('update');
  run('install', '-y', '--no-install-recommends', ...packages);
}

if (missing().length > 0) {
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (mayInstall) install([...new Set(missing().map((tool) => tool.package))]);
}
for (const { program, package: name, tests } of missing()) {
  console.error(`${program} is missing: ${tests} cannot run. Get it with: sudo apt-get install ${name}`);
}
if (missing().length > 0 && process.env.CI === 'true') process.exit(1);
