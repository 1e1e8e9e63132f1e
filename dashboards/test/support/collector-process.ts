/** The built collector with an embedded broker, a calendar that can be moved on, and a disk that can fill up. */
import { createClock, type Clock } from '@mesh-observatory/test-kit/clock';
import { startCollector, type Environment } from '@mesh-observatory/test-kit/collector';
import { createDisk, type Disk } from '@mesh-observatory/test-kit/disk';
import { hastyTasks, scaleTimers } from '@mesh-observatory/test-kit/timers';

export interface CollectorProcess {
  readonly url: string;
  readonly brokerPort: number;
  readonly clock: Pick<Clock, 'now' | 'pass'>;
  readonly disk: Pick<Disk, 'setFull'>;
  /** Ends it at once, as a power cut does. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<unknown>;
}

/** `startsHoursAgo`: its calendar may begin in the past. */
export async function startCollectorProcess(
  environment: Environment = {},
  startsHoursAgo = 0,
): Promise<CollectorProcess> {
  const [clock, disk] = [createClock(startsHoursAgo), createDisk()];
  const collector = await startCollector(
    { EMBEDDED_BROKER: 'true', EMBEDDED_BROKER_PORT: '0', ...environment },
    { preloads: [clock, disk, scaleTimers(hastyTasks)] },
  );
  const { url, brokerPort } = collector;
  return { url, brokerPort, clock, disk, kill: () => collector.kill(), stop: () => collector.stop() };
}
