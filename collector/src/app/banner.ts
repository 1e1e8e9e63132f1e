export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Writes an IPv6 address in brackets. */
export const urlOf = (scheme: 'http' | 'mqtt', { host, port }: Address): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The lines printed on a terminal after the start. */
export interface BannerFacts {
  readonly version: string;
  readonly httpUrl: string;
  readonly brokerUrl: string | null;
  readonly databasePath: string;
  readonly simulation: {
    readonly nodes: number;
    readonly place: string;
    readonly historyHours: number;
    readonly speed: number;
  } | null;
}

export function renderBanner(facts: BannerFacts): string {
  const rows: [string, string][] = [
    ['REST', `${facts.httpUrl}/api/nodes`],
    ['Live stream', `${facts.httpUrl.replace(/^http/, 'ws')}/api/ws`],
    ['Prometheus', `${facts.httpUrl}/metrics`],
    ...(facts.brokerUrl === null ? [] : [['MQTT broker', facts.brokerUrl] satisfies [string, string]]),
    ['Database', facts.databasePath],
  ];
  return [
    '',
    `  Mesh Observatory ${facts.version}`,
    '',
    ...about(facts),
    ...rows.map(([title, value]) => `  ${title.padEnd(14)}${value}`),
    '',
    ...advice(facts),
    '',
  ].join('\n');
}

function about({ simulation }: BannerFacts): string[] {
  if (simulation === null) return [];
  const { nodes, place, historyHours, speed } = simulation;
  const pace = speed === 1 ? 'in real time' : `at ${speed}× real time`;
  return [
    `  SIMULATED MESH: ${nodes} invented nodes around ${place}, ${historyHours} h of history, continuing ${pace}.`,
    '  An embedded MQTT broker carries real encrypted Meshtastic packets. No radio, no broker, no internet is used.',
    '',
  ];
}

function advice({ simulation }: BannerFacts): string[] {
  if (simulation === null) return ['  Ctrl-C stops.'];
  return [
    '  To show your own mesh, connect to its broker, or let its gateways connect to this machine:',
    '    MQTT_BROKER=mqtt.example.org MQTT_TOPIC=msh/EU_868 npm start',
    '    EMBEDDED_BROKER=true EMBEDDED_BROKER_HOST=0.0.0.0 EMBEDDED_BROKER_USERNAME=mesh EMBEDDED_BROKER_PASSWORD=… npm start',
    '',
    '  Ctrl-C stops.',
  ];
}
