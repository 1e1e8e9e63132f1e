/** Meshtastic's PortNum by number, for rows that keep the number only. */
export const portNames: Readonly<Record<number, string>> = {
  0: 'UNKNOWN_APP',
  1: 'TEXT_MESSAGE_APP',
  2: 'REMOTE_HARDWARE_APP',
  3: 'POSITION_APP',
  4: 'NODEINFO_APP',
  5: 'ROUTING_APP',
  6: 'ADMIN_APP',
  7: 'TEXT_MESSAGE_COMPRESSED_APP',
  8: 'WAYPOINT_APP',
  9: 'AUDIO_APP',
  10: 'DETECTION_SENSOR_APP',
  11: 'ALERT_APP',
  12: 'KEY_VERIFICATION_APP',
  32: 'REPLY_APP',
  33: 'IP_TUNNEL_APP',
  34: 'PAXCOUNTER_APP',
  35: 'STORE_FORWARD_PLUSPLUS_APP',
  36: 'NODE_STATUS_APP',
  64: 'SERIAL_APP',
  65: 'STORE_FORWARD_APP',
  66: 'RANGE_TEST_APP',
  67: 'TELEMETRY_APP',
  68: 'ZPS_APP',
  69: 'SIMULATOR_APP',
  70: 'TRACEROUTE_APP',
  71: 'NEIGHBORINFO_APP',
  72: 'ATAK_PLUGIN',
  73: 'MAP_REPORT_APP',
  74: 'POWERSTRESS_APP',
  76: 'RETICULUM_TUNNEL_APP',
  77: 'CAYENNE_APP',
  256: 'PRIVATE_APP',
  257: 'ATAK_FORWARDER',
};

/** `TELEMETRY_APP`, or `PORT_<n>` for a number this build does not know. */
export function portNameOf(portnum: number): string {
  return portNames[portnum] ?? `PORT_${portnum}`;
}
