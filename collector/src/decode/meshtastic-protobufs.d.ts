/**
 * Generated from the descriptors of `@meshtastic/protobufs`, which ships no usable types. Do not edit: run the test
 * `protobuf-declarations` with UPDATE_DECLARATIONS=1 after an upgrade.
 */
/* eslint max-lines: off -- generated */
declare module '@meshtastic/protobufs' {
  import type { DescEnum, Message } from '@bufbuild/protobuf';
  import type { GenMessage } from '@bufbuild/protobuf/codegenv1';
  export namespace Config {
    type Config_DeviceConfig_Role = number;
    const Config_DeviceConfig_Role: {
      readonly [value: number]: string | undefined;
      readonly CLIENT: 0;
      readonly CLIENT_MUTE: 1;
      readonly ROUTER: 2;
      readonly ROUTER_CLIENT: 3;
      readonly REPEATER: 4;
      readonly TRACKER: 5;
      readonly SENSOR: 6;
      readonly TAK: 7;
      readonly CLIENT_HIDDEN: 8;
      readonly LOST_AND_FOUND: 9;
      readonly TAK_TRACKER: 10;
      readonly ROUTER_LATE: 11;
      readonly CLIENT_BASE: 12;
    };
    const Config_DeviceConfig_RoleSchema: DescEnum;
    type Config_LoRaConfig_RegionCode = number;
    const Config_LoRaConfig_RegionCode: {
      readonly [value: number]: string | undefined;
      readonly UNSET: 0;
      readonly US: 1;
      readonly EU_433: 2;
      readonly EU_868: 3;
      readonly CN: 4;
      readonly JP: 5;
      readonly ANZ: 6;
      readonly KR: 7;
      readonly TW: 8;
      readonly RU: 9;
      readonly IN: 10;
      readonly NZ_865: 11;
      readonly TH: 12;
      readonly LORA_24: 13;
      readonly UA_433: 14;
      readonly UA_868: 15;
      readonly MY_433: 16;
      readonly MY_919: 17;
      readonly SG_923: 18;
      readonly PH_433: 19;
      readonly PH_868: 20;
      readonly PH_915: 21;
      readonly ANZ_433: 22;
      readonly KZ_433: 23;
      readonly KZ_863: 24;
      readonly NP_865: 25;
      readonly BR_902: 26;
    };
    const Config_LoRaConfig_RegionCodeSchema: DescEnum;
    type Config_LoRaConfig_ModemPreset = number;
    const Config_LoRaConfig_ModemPreset: {
      readonly [value: number]: string | undefined;
      readonly LONG_FAST: 0;
      readonly LONG_SLOW: 1;
      readonly VERY_LONG_SLOW: 2;
      readonly MEDIUM_SLOW: 3;
      readonly MEDIUM_FAST: 4;
      readonly SHORT_SLOW: 5;
      readonly SHORT_FAST: 6;
      readonly LONG_MODERATE: 7;
      readonly SHORT_TURBO: 8;
      readonly LONG_TURBO: 9;
    };
    const Config_LoRaConfig_ModemPresetSchema: DescEnum;
  }
  export namespace Mesh {
    type MeshPacket = Message<'meshtastic.MeshPacket'> & {
      from: number;
      to: number;
      channel: number;
      payloadVariant:
        | { case: 'decoded'; value: Mesh.Data }
        | { case: 'encrypted'; value: Uint8Array }
        | { case: undefined; value?: undefined };
      id: number;
      rxTime: number;
      rxSnr: number;
      hopLimit: number;
      wantAck: boolean;
      priority: number;
      rxRssi: number;
      delayed: number;
      viaMqtt: boolean;
      hopStart: number;
      publicKey: Uint8Array;
      pkiEncrypted: boolean;
      nextHop: number;
      relayNode: number;
      txAfter: number;
      transportMechanism: number;
    };
    const MeshPacketSchema: GenMessage<MeshPacket>;
    type Data = Message<'meshtastic.Data'> & {
      portnum: number;
      payload: Uint8Array;
      wantResponse: boolean;
      dest: number;
      source: number;
      requestId: number;
      replyId: number;
      emoji: number;
      bitfield?: number;
    };
    const DataSchema: GenMessage<Data>;
    type MeshPacket_Priority = number;
    const MeshPacket_Priority: {
      readonly [value: number]: string | undefined;
      readonly UNSET: 0;
      readonly MIN: 1;
      readonly BACKGROUND: 10;
      readonly DEFAULT: 64;
      readonly RELIABLE: 70;
      readonly RESPONSE: 80;
      readonly HIGH: 100;
      readonly ALERT: 110;
      readonly ACK: 120;
      readonly MAX: 127;
    };
    const MeshPacket_PrioritySchema: DescEnum;
    type MeshPacket_Delayed = number;
    const MeshPacket_Delayed: {
      readonly [value: number]: string | undefined;
      readonly NO_DELAY: 0;
      readonly DELAYED_BROADCAST: 1;
      readonly DELAYED_DIRECT: 2;
    };
    const MeshPacket_DelayedSchema: DescEnum;
    type MeshPacket_TransportMechanism = number;
    const MeshPacket_TransportMechanism: {
      readonly [value: number]: string | undefined;
      readonly TRANSPORT_INTERNAL: 0;
      readonly TRANSPORT_LORA: 1;
      readonly TRANSPORT_LORA_ALT1: 2;
      readonly TRANSPORT_LORA_ALT2: 3;
      readonly TRANSPORT_LORA_ALT3: 4;
      readonly TRANSPORT_MQTT: 5;
      readonly TRANSPORT_MULTICAST_UDP: 6;
      readonly TRANSPORT_API: 7;
    };
    const MeshPacket_TransportMechanismSchema: DescEnum;
    type HardwareModel = number;
    const HardwareModel: {
      readonly [value: number]: string | undefined;
      readonly UNSET: 0;
      readonly TLORA_V2: 1;
      readonly TLORA_V1: 2;
      readonly TLORA_V2_1_1P6: 3;
      readonly TBEAM: 4;
      readonly HELTEC_V2_0: 5;
      readonly TBEAM_V0P7: 6;
      readonly T_ECHO: 7;
      readonly TLORA_V1_1P3: 8;
      readonly RAK4631: 9;
      readonly HELTEC_V2_1: 10;
      readonly HELTEC_V1: 11;
      readonly LILYGO_TBEAM_S3_CORE: 12;
      readonly RAK11200: 13;
      readonly NANO_G1: 14;
      readonly TLORA_V2_1_1P8: 15;
      readonly TLORA_T3_S3: 16;
      readonly NANO_G1_EXPLORER: 17;
      readonly NANO_G2_ULTRA: 18;
      readonly LORA_TYPE: 19;
      readonly WIPHONE: 20;
      readonly WIO_WM1110: 21;
      readonly RAK2560: 22;
      readonly HELTEC_HRU_3601: 23;
      readonly HELTEC_WIRELESS_BRIDGE: 24;
      readonly STATION_G1: 25;
      readonly RAK11310: 26;
      readonly SENSELORA_RP2040: 27;
      readonly SENSELORA_S3: 28;
      readonly CANARYONE: 29;
      readonly RP2040_LORA: 30;
      readonly STATION_G2: 31;
      readonly LORA_RELAY_V1: 32;
      readonly T_ECHO_PLUS: 33;
      readonly PPR: 34;
      readonly GENIEBLOCKS: 35;
      readonly NRF52_UNKNOWN: 36;
      readonly PORTDUINO: 37;
      readonly ANDROID_SIM: 38;
      readonly DIY_V1: 39;
      readonly NRF52840_PCA10059: 40;
      readonly DR_DEV: 41;
      readonly M5STACK: 42;
      readonly HELTEC_V3: 43;
      readonly HELTEC_WSL_V3: 44;
      readonly BETAFPV_2400_TX: 45;
      readonly BETAFPV_900_NANO_TX: 46;
      readonly RPI_PICO: 47;
      readonly HELTEC_WIRELESS_TRACKER: 48;
      readonly HELTEC_WIRELESS_PAPER: 49;
      readonly T_DECK: 50;
      readonly T_WATCH_S3: 51;
      readonly PICOMPUTER_S3: 52;
      readonly HELTEC_HT62: 53;
      readonly EBYTE_ESP32_S3: 54;
      readonly ESP32_S3_PICO: 55;
      readonly CHATTER_2: 56;
      readonly HELTEC_WIRELESS_PAPER_V1_0: 57;
      readonly HELTEC_WIRELESS_TRACKER_V1_0: 58;
      readonly UNPHONE: 59;
      readonly TD_LORAC: 60;
      readonly CDEBYTE_EORA_S3: 61;
      readonly TWC_MESH_V4: 62;
      readonly NRF52_PROMICRO_DIY: 63;
      readonly RADIOMASTER_900_BANDIT_NANO: 64;
      readonly HELTEC_CAPSULE_SENSOR_V3: 65;
      readonly HELTEC_VISION_MASTER_T190: 66;
      readonly HELTEC_VISION_MASTER_E213: 67;
      readonly HELTEC_VISION_MASTER_E290: 68;
      readonly HELTEC_MESH_NODE_T114: 69;
      readonly SENSECAP_INDICATOR: 70;
      readonly TRACKER_T1000_E: 71;
      readonly RAK3172: 72;
      readonly WIO_E5: 73;
      readonly RADIOMASTER_900_BANDIT: 74;
      readonly ME25LS01_4Y10TD: 75;
      readonly RP2040_FEATHER_RFM95: 76;
      readonly M5STACK_COREBASIC: 77;
      readonly M5STACK_CORE2: 78;
      readonly RPI_PICO2: 79;
      readonly M5STACK_CORES3: 80;
      readonly SEEED_XIAO_S3: 81;
      readonly MS24SF1: 82;
      readonly TLORA_C6: 83;
      readonly WISMESH_TAP: 84;
      readonly ROUTASTIC: 85;
      readonly MESH_TAB: 86;
      readonly MESHLINK: 87;
      readonly XIAO_NRF52_KIT: 88;
      readonly THINKNODE_M1: 89;
      readonly THINKNODE_M2: 90;
      readonly T_ETH_ELITE: 91;
      readonly HELTEC_SENSOR_HUB: 92;
      readonly MUZI_BASE: 93;
      readonly HELTEC_MESH_POCKET: 94;
      readonly SEEED_SOLAR_NODE: 95;
      readonly NOMADSTAR_METEOR_PRO: 96;
      readonly CROWPANEL: 97;
      readonly LINK_32: 98;
      readonly SEEED_WIO_TRACKER_L1: 99;
      readonly SEEED_WIO_TRACKER_L1_EINK: 100;
      readonly MUZI_R1_NEO: 101;
      readonly T_DECK_PRO: 102;
      readonly T_LORA_PAGER: 103;
      readonly M5STACK_RESERVED: 104;
      readonly WISMESH_TAG: 105;
      readonly RAK3312: 106;
      readonly THINKNODE_M5: 107;
      readonly HELTEC_MESH_SOLAR: 108;
      readonly T_ECHO_LITE: 109;
      readonly HELTEC_V4: 110;
      readonly M5STACK_C6L: 111;
      readonly M5STACK_CARDPUTER_ADV: 112;
      readonly HELTEC_WIRELESS_TRACKER_V2: 113;
      readonly T_WATCH_ULTRA: 114;
      readonly THINKNODE_M3: 115;
      readonly WISMESH_TAP_V2: 116;
      readonly RAK3401: 117;
      readonly RAK6421: 118;
      readonly THINKNODE_M4: 119;
      readonly THINKNODE_M6: 120;
      readonly MESHSTICK_1262: 121;
      readonly TBEAM_1_WATT: 122;
      readonly T5_S3_EPAPER_PRO: 123;
      readonly PRIVATE_HW: 255;
    };
    const HardwareModelSchema: DescEnum;
    type Position = Message<'meshtastic.Position'> & {
      latitudeI?: number;
      longitudeI?: number;
      altitude?: number;
      time: number;
      locationSource: number;
      altitudeSource: number;
      timestamp: number;
      timestampMillisAdjust: number;
      altitudeHae?: number;
      altitudeGeoidalSeparation?: number;
      PDOP: number;
      HDOP: number;
      VDOP: number;
      gpsAccuracy: number;
      groundSpeed?: number;
      groundTrack?: number;
      fixQuality: number;
      fixType: number;
      satsInView: number;
      sensorId: number;
      nextUpdate: number;
      seqNumber: number;
      precisionBits: number;
    };
    const PositionSchema: GenMessage<Position>;
    type Position_LocSource = number;
    const Position_LocSource: {
      readonly [value: number]: string | undefined;
      readonly LOC_UNSET: 0;
      readonly LOC_MANUAL: 1;
      readonly LOC_INTERNAL: 2;
      readonly LOC_EXTERNAL: 3;
    };
    const Position_LocSourceSchema: DescEnum;
    type Position_AltSource = number;
    const Position_AltSource: {
      readonly [value: number]: string | undefined;
      readonly ALT_UNSET: 0;
      readonly ALT_MANUAL: 1;
      readonly ALT_INTERNAL: 2;
      readonly ALT_EXTERNAL: 3;
      readonly ALT_BAROMETRIC: 4;
    };
    const Position_AltSourceSchema: DescEnum;
    type User = Message<'meshtastic.User'> & {
      id: string;
      longName: string;
      shortName: string;
      macaddr: Uint8Array;
      hwModel: number;
      isLicensed: boolean;
      role: number;
      publicKey: Uint8Array;
      isUnmessagable?: boolean;
    };
    const UserSchema: GenMessage<User>;
    type Routing = Message<'meshtastic.Routing'> & {
      variant:
        | { case: 'routeRequest'; value: Mesh.RouteDiscovery }
        | { case: 'routeReply'; value: Mesh.RouteDiscovery }
        | { case: 'errorReason'; value: number }
        | { case: undefined; value?: undefined };
    };
    const RoutingSchema: GenMessage<Routing>;
    type RouteDiscovery = Message<'meshtastic.RouteDiscovery'> & {
      route: number[];
      snrTowards: number[];
      routeBack: number[];
      snrBack: number[];
    };
    const RouteDiscoverySchema: GenMessage<RouteDiscovery>;
    type Routing_Error = number;
    const Routing_Error: {
      readonly [value: number]: string | undefined;
      readonly NONE: 0;
      readonly NO_ROUTE: 1;
      readonly GOT_NAK: 2;
      readonly TIMEOUT: 3;
      readonly NO_INTERFACE: 4;
      readonly MAX_RETRANSMIT: 5;
      readonly NO_CHANNEL: 6;
      readonly TOO_LARGE: 7;
      readonly NO_RESPONSE: 8;
      readonly DUTY_CYCLE_LIMIT: 9;
      readonly BAD_REQUEST: 32;
      readonly NOT_AUTHORIZED: 33;
      readonly PKI_FAILED: 34;
      readonly PKI_UNKNOWN_PUBKEY: 35;
      readonly ADMIN_BAD_SESSION_KEY: 36;
      readonly ADMIN_PUBLIC_KEY_UNAUTHORIZED: 37;
      readonly RATE_LIMIT_EXCEEDED: 38;
      readonly PKI_SEND_FAIL_PUBLIC_KEY: 39;
    };
    const Routing_ErrorSchema: DescEnum;
    type NeighborInfo = Message<'meshtastic.NeighborInfo'> & {
      nodeId: number;
      lastSentById: number;
      nodeBroadcastIntervalSecs: number;
      neighbors: Mesh.Neighbor[];
    };
    const NeighborInfoSchema: GenMessage<NeighborInfo>;
    type Neighbor = Message<'meshtastic.Neighbor'> & {
      nodeId: number;
      snr: number;
      lastRxTime: number;
      nodeBroadcastIntervalSecs: number;
    };
    const NeighborSchema: GenMessage<Neighbor>;
    type NodeInfo = Message<'meshtastic.NodeInfo'> & {
      num: number;
      user?: Mesh.User;
      position?: Mesh.Position;
      snr: number;
      lastHeard: number;
      deviceMetrics?: Telemetry.DeviceMetrics;
      channel: number;
      viaMqtt: boolean;
      hopsAway?: number;
      isFavorite: boolean;
      isIgnored: boolean;
      isKeyManuallyVerified: boolean;
      isMuted: boolean;
    };
    const NodeInfoSchema: GenMessage<NodeInfo>;
    type Waypoint = Message<'meshtastic.Waypoint'> & {
      id: number;
      latitudeI?: number;
      longitudeI?: number;
      expire: number;
      lockedTo: number;
      name: string;
      description: string;
      icon: number;
    };
    const WaypointSchema: GenMessage<Waypoint>;
    type StatusMessage = Message<'meshtastic.StatusMessage'> & {
      status: string;
    };
    const StatusMessageSchema: GenMessage<StatusMessage>;
  }
  export namespace Mqtt {
    type ServiceEnvelope = Message<'meshtastic.ServiceEnvelope'> & {
      packet?: Mesh.MeshPacket;
      channelId: string;
      gatewayId: string;
    };
    const ServiceEnvelopeSchema: GenMessage<ServiceEnvelope>;
    type MapReport = Message<'meshtastic.MapReport'> & {
      longName: string;
      shortName: string;
      role: number;
      hwModel: number;
      firmwareVersion: string;
      region: number;
      modemPreset: number;
      hasDefaultChannel: boolean;
      latitudeI: number;
      longitudeI: number;
      altitude: number;
      positionPrecision: number;
      numOnlineLocalNodes: number;
      hasOptedReportLocation: boolean;
    };
    const MapReportSchema: GenMessage<MapReport>;
  }
  export namespace PaxCount {
    type Paxcount = Message<'meshtastic.Paxcount'> & {
      wifi: number;
      ble: number;
      uptime: number;
    };
    const PaxcountSchema: GenMessage<Paxcount>;
  }
  export namespace Portnums {
    type PortNum = number;
    const PortNum: {
      readonly [value: number]: string | undefined;
      readonly UNKNOWN_APP: 0;
      readonly TEXT_MESSAGE_APP: 1;
      readonly REMOTE_HARDWARE_APP: 2;
      readonly POSITION_APP: 3;
      readonly NODEINFO_APP: 4;
      readonly ROUTING_APP: 5;
      readonly ADMIN_APP: 6;
      readonly TEXT_MESSAGE_COMPRESSED_APP: 7;
      readonly WAYPOINT_APP: 8;
      readonly AUDIO_APP: 9;
      readonly DETECTION_SENSOR_APP: 10;
      readonly ALERT_APP: 11;
      readonly KEY_VERIFICATION_APP: 12;
      readonly REPLY_APP: 32;
      readonly IP_TUNNEL_APP: 33;
      readonly PAXCOUNTER_APP: 34;
      readonly STORE_FORWARD_PLUSPLUS_APP: 35;
      readonly NODE_STATUS_APP: 36;
      readonly SERIAL_APP: 64;
      readonly STORE_FORWARD_APP: 65;
      readonly RANGE_TEST_APP: 66;
      readonly TELEMETRY_APP: 67;
      readonly ZPS_APP: 68;
      readonly SIMULATOR_APP: 69;
      readonly TRACEROUTE_APP: 70;
      readonly NEIGHBORINFO_APP: 71;
      readonly ATAK_PLUGIN: 72;
      readonly MAP_REPORT_APP: 73;
      readonly POWERSTRESS_APP: 74;
      readonly RETICULUM_TUNNEL_APP: 76;
      readonly CAYENNE_APP: 77;
      readonly PRIVATE_APP: 256;
      readonly ATAK_FORWARDER: 257;
      readonly MAX: 511;
    };
    const PortNumSchema: DescEnum;
  }
  export namespace StoreForward {
    type StoreAndForward = Message<'meshtastic.StoreAndForward'> & {
      rr: number;
      variant:
        | { case: 'stats'; value: StoreForward.StoreAndForward_Statistics }
        | { case: 'history'; value: StoreForward.StoreAndForward_History }
        | { case: 'heartbeat'; value: StoreForward.StoreAndForward_Heartbeat }
        | { case: 'text'; value: Uint8Array }
        | { case: undefined; value?: undefined };
    };
    const StoreAndForwardSchema: GenMessage<StoreAndForward>;
    type StoreAndForward_RequestResponse = number;
    const StoreAndForward_RequestResponse: {
      readonly [value: number]: string | undefined;
      readonly UNSET: 0;
      readonly ROUTER_ERROR: 1;
      readonly ROUTER_HEARTBEAT: 2;
      readonly ROUTER_PING: 3;
      readonly ROUTER_PONG: 4;
      readonly ROUTER_BUSY: 5;
      readonly ROUTER_HISTORY: 6;
      readonly ROUTER_STATS: 7;
      readonly ROUTER_TEXT_DIRECT: 8;
      readonly ROUTER_TEXT_BROADCAST: 9;
      readonly CLIENT_ERROR: 64;
      readonly CLIENT_HISTORY: 65;
      readonly CLIENT_STATS: 66;
      readonly CLIENT_PING: 67;
      readonly CLIENT_PONG: 68;
      readonly CLIENT_ABORT: 106;
    };
    const StoreAndForward_RequestResponseSchema: DescEnum;
    type StoreAndForward_Statistics = Message<'meshtastic.StoreAndForward.Statistics'> & {
      messagesTotal: number;
      messagesSaved: number;
      messagesMax: number;
      upTime: number;
      requests: number;
      requestsHistory: number;
      heartbeat: boolean;
      returnMax: number;
      returnWindow: number;
    };
    const StoreAndForward_StatisticsSchema: GenMessage<StoreAndForward_Statistics>;
    type StoreAndForward_History = Message<'meshtastic.StoreAndForward.History'> & {
      historyMessages: number;
      window: number;
      lastRequest: number;
    };
    const StoreAndForward_HistorySchema: GenMessage<StoreAndForward_History>;
    type StoreAndForward_Heartbeat = Message<'meshtastic.StoreAndForward.Heartbeat'> & {
      period: number;
      secondary: number;
    };
    const StoreAndForward_HeartbeatSchema: GenMessage<StoreAndForward_Heartbeat>;
  }
  export namespace Telemetry {
    type DeviceMetrics = Message<'meshtastic.DeviceMetrics'> & {
      batteryLevel?: number;
      voltage?: number;
      channelUtilization?: number;
      airUtilTx?: number;
      uptimeSeconds?: number;
    };
    const DeviceMetricsSchema: GenMessage<DeviceMetrics>;
    type Telemetry = Message<'meshtastic.Telemetry'> & {
      time: number;
      variant:
        | { case: 'deviceMetrics'; value: Telemetry.DeviceMetrics }
        | { case: 'environmentMetrics'; value: Telemetry.EnvironmentMetrics }
        | { case: 'airQualityMetrics'; value: Telemetry.AirQualityMetrics }
        | { case: 'powerMetrics'; value: Telemetry.PowerMetrics }
        | { case: 'localStats'; value: Telemetry.LocalStats }
        | { case: 'healthMetrics'; value: Telemetry.HealthMetrics }
        | { case: 'hostMetrics'; value: Telemetry.HostMetrics }
        | { case: undefined; value?: undefined };
    };
    const TelemetrySchema: GenMessage<Telemetry>;
    type EnvironmentMetrics = Message<'meshtastic.EnvironmentMetrics'> & {
      temperature?: number;
      relativeHumidity?: number;
      barometricPressure?: number;
      gasResistance?: number;
      voltage?: number;
      current?: number;
      iaq?: number;
      distance?: number;
      lux?: number;
      whiteLux?: number;
      irLux?: number;
      uvLux?: number;
      windDirection?: number;
      windSpeed?: number;
      weight?: number;
      windGust?: number;
      windLull?: number;
      radiation?: number;
      rainfall1h?: number;
      rainfall24h?: number;
      soilMoisture?: number;
      soilTemperature?: number;
    };
    const EnvironmentMetricsSchema: GenMessage<EnvironmentMetrics>;
    type AirQualityMetrics = Message<'meshtastic.AirQualityMetrics'> & {
      pm10Standard?: number;
      pm25Standard?: number;
      pm100Standard?: number;
      pm10Environmental?: number;
      pm25Environmental?: number;
      pm100Environmental?: number;
      particles03um?: number;
      particles05um?: number;
      particles10um?: number;
      particles25um?: number;
      particles50um?: number;
      particles100um?: number;
      co2?: number;
      co2Temperature?: number;
      co2Humidity?: number;
      formFormaldehyde?: number;
      formHumidity?: number;
      formTemperature?: number;
      pm40Standard?: number;
      particles40um?: number;
      pmTemperature?: number;
      pmHumidity?: number;
      pmVocIdx?: number;
      pmNoxIdx?: number;
      particlesTps?: number;
    };
    const AirQualityMetricsSchema: GenMessage<AirQualityMetrics>;
    type PowerMetrics = Message<'meshtastic.PowerMetrics'> & {
      ch1Voltage?: number;
      ch1Current?: number;
      ch2Voltage?: number;
      ch2Current?: number;
      ch3Voltage?: number;
      ch3Current?: number;
      ch4Voltage?: number;
      ch4Current?: number;
      ch5Voltage?: number;
      ch5Current?: number;
      ch6Voltage?: number;
      ch6Current?: number;
      ch7Voltage?: number;
      ch7Current?: number;
      ch8Voltage?: number;
      ch8Current?: number;
    };
    const PowerMetricsSchema: GenMessage<PowerMetrics>;
    type LocalStats = Message<'meshtastic.LocalStats'> & {
      uptimeSeconds: number;
      channelUtilization: number;
      airUtilTx: number;
      numPacketsTx: number;
      numPacketsRx: number;
      numPacketsRxBad: number;
      numOnlineNodes: number;
      numTotalNodes: number;
      numRxDupe: number;
      numTxRelay: number;
      numTxRelayCanceled: number;
      heapTotalBytes: number;
      heapFreeBytes: number;
      numTxDropped: number;
      noiseFloor: number;
    };
    const LocalStatsSchema: GenMessage<LocalStats>;
    type HealthMetrics = Message<'meshtastic.HealthMetrics'> & {
      heartBpm?: number;
      spO2?: number;
      temperature?: number;
    };
    const HealthMetricsSchema: GenMessage<HealthMetrics>;
    type HostMetrics = Message<'meshtastic.HostMetrics'> & {
      uptimeSeconds: number;
      freememBytes: bigint;
      diskfree1Bytes: bigint;
      diskfree2Bytes?: bigint;
      diskfree3Bytes?: bigint;
      load1: number;
      load5: number;
      load15: number;
      userString?: string;
    };
    const HostMetricsSchema: GenMessage<HostMetrics>;
  }
}
