import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { clientMessageSchema, serverMessageSchema } from '@mesh-observatory/contract/live';
import { liveExamples, liveJsonSchema, renderLiveProtocolDocs } from '../../../../src/outputs/live/protocol-docs.js';

describe('docs/live-protocol.md', () => {
  it('is what `npm run docs -w collector` writes', () => {
    const page = readFileSync(new URL('../../../../../docs/live-protocol.md', import.meta.url), 'utf8');
    expect(page).toBe(renderLiveProtocolDocs());
  });

  it('shows examples that the schemas accept as they are', () => {
    for (const message of liveExamples.client) expect(clientMessageSchema.parse(message)).toMatchObject(message);
    for (const message of liveExamples.server) expect(serverMessageSchema.parse(message)).toEqual(message);
  });

  it('has one schema with a name for everything', () => {
    expect(Object.keys((liveJsonSchema() as { $defs: object }).$defs).sort()).toEqual([
      'ClientMessage',
      'Event',
      'Gateway',
      'Link',
      'Message',
      'Node',
      'NodePatch',
      'Packet',
      'Position',
      'ServerMessage',
      'Telemetry',
      'Traceroute',
      'Waypoint',
    ]);
  });
});
