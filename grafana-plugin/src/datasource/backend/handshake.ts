/** go-plugin's handshake: a cookie in the environment, and one line on standard output. */
export const COOKIE = { name: 'grafana_plugin_type', value: 'datasource' } as const;

const CORE_PROTOCOL = 1;
const APP_PROTOCOL = 2;

export interface Address {
  readonly network: 'unix' | 'tcp';
  /** A path, or host and port. */
  readonly address: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether Grafana started this program rather than a person. */
export function isStartedByGrafana(environment: Environment): boolean {
  return environment[COOKIE.name] === COOKIE.value;
}

/** Printed when a person starts the program. */
export const USAGE = `This is the backend of the Mesh Observatory data source for Grafana. Grafana starts it; it does nothing on its own.
To use it, put the plugin's folder into Grafana's plugin folder and restart Grafana.
`;

/** The line that tells Grafana where to connect. */
export function announcement({ network, address }: Address, environment: Environment): string {
  const parts = [CORE_PROTOCOL, APP_PROTOCOL, network, address, 'grpc'];
  // Hosts that support several servers over one connection set this variable and expect an answer: no.
  const multiplexing = environment['PLUGIN_MULTIPLEX_GRPC'] === undefined ? [] : ['', 'false'];
  return `${[...parts, ...multiplexing].join('|')}\n`;
}
