import type { Traffic } from '../world.js';
import { airQuality } from './air-quality.js';
import { detections, paxcounter, rangeTest, statusAndAlerts, storeAndForward } from './announcements.js';
import { chat } from './chat.js';
import { deviceTelemetry } from './device-telemetry.js';
import { privateTalk } from './direct-messages.js';
import { environment } from './environment.js';
import { mapReports } from './map-report.js';
import { neighborInfo } from './neighbor-info.js';
import { nodeInfo } from './node-info.js';
import { positions } from './position.js';
import { power } from './power.js';
import { statistics } from './statistics.js';
import { traceroutes } from './traceroute.js';
import { waypoints } from './waypoint.js';

/** All kinds of traffic. The order decides the bytes, not the meaning. */
export const TRAFFIC: readonly Traffic[] = [
  nodeInfo,
  mapReports,
  positions,
  deviceTelemetry,
  environment,
  airQuality,
  power,
  statistics,
  neighborInfo,
  traceroutes,
  chat,
  privateTalk,
  waypoints,
  rangeTest,
  detections,
  paxcounter,
  statusAndAlerts,
  storeAndForward,
];
