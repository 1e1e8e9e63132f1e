/** Facts about a packet that are shown to people, most of them anomalies; a packet with flags is kept. */
export type PacketFlag =
  | 'hops_out_of_range'
  | 'hop_limit_above_start'
  | 'hop_start_missing' // hop_start 0 with hop_limit > 0 and a bitfield: no honest origin does this
  | 'gateway_mismatch' // topic and envelope name different gateways
  | 'channel_mismatch'
  | 'sender_mismatch' // NodeInfo or NeighborInfo names another node than the packet
  | 'via_mqtt'
  | 'retained'
  | 'stale' // heard hours ago and delivered now: its gateway's clock is right, or the broker kept it
  | 'reading_clamped' // a reading a little outside its range: its limit is stored
  | 'reading_implausible' // a reading that cannot be: the metric is unknown until the next good one
  | 'unknown_fields' // fields of a newer or another firmware; the raw payload is kept
  | 'unknown_data_fields' // the same in the Data message around the payload, which is kept whole
  | 'unknown_packet_fields' // the same in the MeshPacket or ServiceEnvelope around it: only those fields are kept of it
  | 'signed' // with an XEdDSA signature of the origin (firmware 2.8), which nobody here verifies
  | 'signature_malformed' // a signature of another length than 64 bytes
  | 'signature_verified_by_gateway' // the opinion of the gateway
  | 'direct_message_readable' // unicast text under a channel key: not end-to-end encrypted
  | 'id_reused'; // the sender's id of another packet within an hour, with other content; set by the store
