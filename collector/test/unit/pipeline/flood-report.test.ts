import { describe, expect, it, jest } from '@jest/globals';
import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import type { NodeNum } from '../../../src/model.js';
import { createFloodReport } from '../../../src/pipeline/flood-report.js';
import type { IngestStore } from '../../../src/store/store.js';
import { packet } from '../../helpers/pipeline-parts.js';
import { recordingLogger } from '../../helpers/recording-logger.js';

describe('createFloodReport', () => {
  it('logs the node, records an event and publishes what the store makes of it', () => {
    const changes = [{ kind: 'event', event: {} as ObservedEvent }] as const;
    const recordEvent = jest.fn<IngestStore['recordEvent']>(() => changes);
    const publish = jest.fn();
    const log = recordingLogger();
    const report = createFloodReport({
      rateLimitPerMinute: 300,
      store: { recordEvent },
      fanout: { publish },
      logger: log.logger,
    });
    report(packet({ from: 0xa1b2c3d4 as NodeNum, portName: 'TELEMETRY_APP' }), 1000, 120_000);
    expect(log.events('node.flood')).toMatchObject([{ node: '!a1b2c3d4', minutes: 2 }]);
    expect(recordEvent.mock.calls[0]?.[0]).toMatchObject({
      at: 1000,
      kind: 'flood',
      severity: 'warning',
      nodeId: '!a1b2c3d4',
      title: '!a1b2c3d4 floods the mesh',
      data: { ignoredForMs: 120_000, port: 'TELEMETRY_APP' },
    });
    expect(publish).toHaveBeenCalledWith(changes);
  });
});
