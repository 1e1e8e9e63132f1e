import { describe, expect, it } from '@jest/globals';
import { listFilterKeys } from '@mesh-observatory/contract/filters';
import { resourceSchemas, type ResourceName } from '@mesh-observatory/contract/resources';
import { metricCatalog } from '../../../../src/decode/telemetry-catalog.js';
import { RequestError } from '../../../../src/errors.js';
import { boundRange, readListFilter } from '../../../../src/outputs/http/list-filter.js';
import { listParameters } from '../../../../src/outputs/http/parameters.js';
import { readQueryString } from '../../../../src/outputs/http/query-string.js';

const read = (resource: ResourceName, query: string) =>
  readListFilter(listParameters(resource), readQueryString(`/x?${query}`));

function refusal(work: () => unknown): RequestError {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the query string of a list', () => {
  it('reads lists that are repeated, comma separated, or both', () => {
    expect(read('packets', 'nodeId=!a1b2c3d4,!00000001&nodeId=!DEADBEEF&portnum=1,3&portnum=67')).toEqual({
      nodeIds: ['!a1b2c3d4', '!00000001', '!deadbeef'],
      portnums: [1, 3, 67],
    });
  });

  it('keeps an escaped comma inside a channel name', () => {
    expect(read('messages', String.raw`channel=Rock%5C,%20Paper,LongFast`)).toEqual({
      channels: ['Rock, Paper', 'LongFast'],
    });
  });

  it('reads times as milliseconds or with a zone', () => {
    expect(read('events', 'from=1770000000000&to=2026-02-03T00:00:00%2B01:00')).toEqual({
      from: 1_770_000_000_000,
      to: Date.parse('2026-02-02T23:00:00Z'),
    });
  });

  it('reads an area, also one that crosses the date line', () => {
    expect(read('nodes', 'bounds=170,-20.5,-170,10')).toEqual({
      bounds: { west: 170, south: -20.5, east: -170, north: 10 },
    });
  });

  it('reads scalars into their types', () => {
    expect(read('nodes', 'online=false&limit=1000&search=attic+router&cursor=abc_-%3D')).toEqual({
      online: false,
      limit: 1000,
      search: 'attic router',
      cursor: 'abc_-=',
    });
  });

  it.each([
    ['nodes', 'limit=0', 'bad_parameter', 'limit', '"0"', '1 to 1000'],
    ['nodes', 'limit=1001', 'bad_parameter', 'limit', '"1001"', '1 to 1000'],
    ['nodes', 'limit=1e2', 'bad_parameter', 'limit', '"1e2"', '1 to 1000'],
    ['nodes', 'limit=5&limit=6', 'repeated_parameter', 'limit', '2 times', 'once'],
    ['nodes', 'nodeId=', 'bad_parameter', 'nodeId', '""', '!a1b2c3d4'],
    ['nodes', 'nodeId=!a1b2c3d4,', 'bad_parameter', 'nodeId', '"!a1b2c3d4,"', '!a1b2c3d4'],
    ['nodes', 'nodeId=a1b2c3d4', 'bad_parameter', 'nodeId', '"a1b2c3d4"', '!a1b2c3d4'],
    ['nodes', 'online=yes', 'bad_parameter', 'online', '"yes"', 'true or false'],
    ['nodes', 'bounds=1,2,3', 'bad_parameter', 'bounds', '"1,2,3"', 'west,south,east,north'],
    ['nodes', 'bounds=1,50,3,40', 'bad_parameter', 'bounds', '"1,50,3,40"', 'south not above north'],
    ['nodes', 'bounds=-181,0,0,0', 'bad_parameter', 'bounds', '"-181,0,0,0"', '-180 to 180'],
    ['nodes', 'bounds=NaN,0,0,0', 'bad_parameter', 'bounds', '"NaN,0,0,0"', '-180 to 180'],
    ['packets', 'portnum=512', 'bad_parameter', 'portnum', '"512"', '0 to 511'],
    ['packets', 'portnum=-1', 'bad_parameter', 'portnum', '"-1"', '0 to 511'],
    ['packets', 'from=yesterday', 'bad_parameter', 'from', '"yesterday"', 'Unix milliseconds'],
    ['packets', 'from=2026-01-31', 'bad_parameter', 'from', '"2026-01-31"', 'with zone'],
    ['packets', 'from=2026-13-31T00:00:00Z', 'bad_parameter', 'from', '2026-13-31', 'with zone'],
    ['packets', 'from=999999999999999', 'bad_parameter', 'from', '999999999999999', 'Unix milliseconds'],
    ['events', 'kind=explosion', 'bad_parameter', 'kind', '"explosion"', 'node_new'],
    ['links', 'kind=node_new', 'bad_parameter', 'kind', '"node_new"', 'traceroute'],
    ['telemetry', "metric='; DROP TABLE nodes", 'bad_parameter', 'metric', 'DROP TABLE', 'device_battery_level'],
    ['traffic', 'nodeId=!a1b2c3d4', 'unknown_parameter', '"nodeId"', '', 'gatewayId, channel, portnum'],
    ['nodes', '__proto__=1', 'unknown_parameter', '"__proto__"', '', 'nodeId'],
  ] as const)('refuses %s?%s and says what is allowed', (resource, query, code, name, value, allowed) => {
    const error = refusal(() => read(resource, query));
    expect(error).toMatchObject({ status: 400, code });
    expect(error.message).toContain(name);
    expect(error.message).toContain(value);
    expect(error.message).toContain(allowed);
  });

  it('takes every metric of the catalog', () => {
    for (const { metric } of metricCatalog)
      expect(read('telemetry', `metric=${metric}`)).toEqual({ metrics: [metric] });
  });

  it('shortens a hostile value in the message', () => {
    expect(refusal(() => read('nodes', `role=${'x'.repeat(1500)}`)).message.length).toBeLessThan(300);
  });

  it.each(Object.keys(resourceSchemas) as ResourceName[])(
    'takes exactly the filters of the contract for %s',
    (resource) => {
      expect(listParameters(resource).map(({ key }) => key)).toEqual(listFilterKeys[resource]);
    },
  );
});

describe('the range of a raw list', () => {
  const now = 1_770_000_000_000;
  const day = 86_400_000;

  it('may be 31 days wide and no wider', () => {
    const from = now - 31 * day;
    expect(boundRange({ from, to: now }, now, 31)).toEqual({ from, to: now });
    expect(refusal(() => boundRange({ from: from - 1, to: now }, now, 31)).code).toBe('range_too_wide');
  });

  it('ends now when no end is given', () => {
    expect(refusal(() => boundRange({ from: now - 32 * day }, now, 31)).code).toBe('range_too_wide');
  });

  it('starts 31 days before its end when no start is given', () => {
    expect(boundRange({ to: now }, now, 31)).toEqual({ from: now - 31 * day, to: now });
    expect(boundRange({ to: 5 }, now, 31)).toEqual({ from: 0, to: 5 });
  });

  it('is not limited for lists that stay small, but never empty', () => {
    expect(boundRange({ from: 0, to: now }, now, undefined)).toEqual({ from: 0, to: now });
    expect(refusal(() => boundRange({ from: 5, to: 5 }, now, undefined)).code).toBe('bad_range');
  });
});
