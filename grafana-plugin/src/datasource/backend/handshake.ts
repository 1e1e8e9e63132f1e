/** How go-plugin and a plugin find each other: a cookie in the environment, one line on standard output. */
export const COOKIE = { name: 'grafana_plugin_type', value: 'datasource' } as const;

const CORE_PROTOCOL = 1;
const APP_PROTOCOL = 2;

export interface Address {
  readonly network: 'unix' | 'tcp';
  /** A path, or host and port. */
  readonly address: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether Grafana started this program, and not a person. */
export function isStartedByGrafana(environment: Environment): boolean {
  return environment[COOKIE.name] === COOKIE.value;
}

export const wordsForPeople = `This is the server part of the Mesh Observatory data source for Grafana. Grafana starts it by itself; started by hand
it does nothing. It is used when the plugin's folder lies in Grafana's plugin folder and Grafana was restarted.
`;

/** The line that tells Grafana where to connect. */
export function announcement({ network, address }: Address, environment: Environment): string {
  const parts = [CORE_PROTOCOL, APP_PROTOCOL, network, address, 'grpc'];
  // Hosts that can send several servers over one connection ask in this way, and want "no" rather than silence.
  const multiplexing = environment['PLUGIN_MULTIPLEX_GRPC'] === undefined ? [] : ['', 'false'];
  return `${[...parts, ...multiplexing].join('|')}\n`;
}
