// Finds the programs that the tests run for real. Announces what is missing, installs it where that is possible (root on
// Debian or Ubuntu), and otherwise says how to get it and fails: no test is left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Sources of Debian's Go libraries. */
const goLibrary = (folder, name) => ({
  programs: [`/usr/share/gocode/src/${folder}`],
  package: name,
  tests: 'the tests of the plugin backend against the real go-plugin library',
});

/** `programs`: any one of them is enough. */
const TOOLS = [
  { programs: ['mosquitto'], package: 'mosquitto', tests: 'the tests against a real MQTT broker' },
  { programs: ['mosquitto_pub'], package: 'mosquitto-clients', tests: 'the tests that publish to a real MQTT broker' },
  { programs: ['promtool'], package: 'prometheus', tests: 'the checks of the Prometheus metrics' },
  { programs: ['prometheus'], package: 'prometheus', tests: 'the tests against a real Prometheus' },
  { programs: ['curl'], package: 'curl', tests: 'the tests of the examples' },
  { programs: ['openssl'], package: 'openssl', tests: 'the TLS tests' },
  {
    // CHROMIUM names it where it is elsewhere, as in the browser tests.
    programs: [process.env.CHROMIUM || 'chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    tests: 'the browser tests',
  },
  {
    programs: ['go'],
    package: 'golang-go',
    tests: 'the tests of the plugin backend against the real go-plugin library',
  },
  goLibrary('github.com/hashicorp/go-plugin', 'golang-github-hashicorp-go-plugin-dev'),
  goLibrary('google.golang.org/grpc', 'golang-google-grpc-dev'),
  goLibrary('github.com/golang/protobuf', 'golang-goprotobuf-dev'),
  goLibrary('google.golang.org/protobuf', 'golang-google-protobuf-dev'),
  goLibrary('golang.org/x/net', 'golang-golang-x-net-dev'),
];

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/usr/local/bin'];
const isInstalled = (program) =>
  isAbsolute(program)
    ? existsSync(program)
    : folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
const findMissing = () => TOOLS.filter(({ programs }) => !programs.some(isInstalled));
const packagesOf = (tools) => [...new Set(tools.map((tool) => tool.package))];

/** Debian starts the services it installs where an init system runs; tests start their own. */
function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  console.log(`Installing ${packages.join(', ')} …`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

const missing = findMissing();
for (const { programs, tests } of missing) console.log(`Missing: ${programs[0]}, for ${tests}.`);
const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
if (missing.length > 0 && mayInstall) install(packagesOf(missing));

const stillMissing = findMissing();
if (stillMissing.length > 0) {
  console.error(
    `${stillMissing.length} programs or libraries that the tests need cannot be installed from here.\n` +
      `On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packagesOf(stillMissing).join(' ')}\n` +
      'On another system: install them with its package manager. Programs have to be in PATH.',
  );
  process.exit(69);
}
