/** Roles of nodes as Meshtastic writes them, and as people read them. */
export const roleTitles: Readonly<Record<string, string>> = {
  CLIENT: 'Client',
  CLIENT_MUTE: 'Client mute',
  CLIENT_HIDDEN: 'Client hidden',
  CLIENT_BASE: 'Client base',
  ROUTER: 'Router',
  ROUTER_CLIENT: 'Router client',
  ROUTER_LATE: 'Router late',
  REPEATER: 'Repeater',
  TRACKER: 'Tracker',
  SENSOR: 'Sensor',
  TAK: 'TAK',
  TAK_TRACKER: 'TAK tracker',
  LOST_AND_FOUND: 'Lost and found',
};

/** Roles of nodes that others rely on to pass packets on. */
export const relayRoles: readonly string[] = ['ROUTER', 'ROUTER_LATE', 'ROUTER_CLIENT', 'REPEATER'];

/** `CLIENT_MUTE` reads `Client mute`; a role this build does not know reads likewise. */
export function roleTitle(role: string): string {
  const words = role.replaceAll('_', ' ').toLowerCase();
  return roleTitles[role] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
