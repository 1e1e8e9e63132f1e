import { createInstances, type Instance } from './instances';
import type { PluginContext } from './protocol/messages';

function context(uid: string, lastUpdatedMS: number, orgId = 1): PluginContext {
  return {
    orgId,
    pluginId: 'mesh',
    pluginVersion: '',
    namespace: '',
    dataSourceInstanceSettings: {
      name: '',
      url: 'http://collector',
      basicAuthEnabled: false,
      basicAuthUser: '',
      jsonData: Buffer.alloc(0),
      decryptedSecureJsonData: {},
      lastUpdatedMS,
      uid,
    },
  };
}

function setUp() {
  const closed: string[] = [];
  let time = 0;
  let made = 0;
  const instances = createInstances({
    now: () => time,
    create: () => {
      made += 1;
      const name = `instance ${made}`;
      const instance: Instance = {
        upstream: { send: () => Promise.reject(new Error(name)), close: () => void closed.push(name) },
      };
      return instance;
    },
  });
  return {
    instances,
    closed,
    made: () => made,
    wait: (ms: number) => (time += ms),
  };
}

describe('what is kept for a data source', () => {
  it('stays as long as the data source stays as it is', () => {
    const { instances, made } = setUp();
    expect(instances.of(context('a', 1))).toBe(instances.of(context('a', 1)));
    expect(made()).toBe(1);
  });

  it('is replaced and let go when the data source was saved again', () => {
    const { instances, closed } = setUp();
    instances.of(context('a', 1));
    instances.of(context('a', 2));
    expect(closed).toEqual(['instance 1']);
    // Also by an older state: a backup that was restored.
    instances.of(context('a', 1));
    expect(closed).toEqual(['instance 1', 'instance 2']);
    expect(instances.size).toBe(1);
  });

  it('is not shared between organizations, whose data sources may have the same uid', () => {
    const { instances, closed } = setUp();
    expect(instances.of(context('a', 1, 1))).not.toBe(instances.of(context('a', 1, 2)));
    expect(closed).toEqual([]);
  });

  it('is closed when it was not used for an hour', () => {
    const { instances, closed, wait } = setUp();
    instances.of(context('a', 1));
    wait(3_600_001);
    instances.of(context('b', 1));
    expect(closed).toEqual(['instance 1']);
    expect(instances.size).toBe(1);
  });

  it('is let go at the end', () => {
    const { instances, closed } = setUp();
    instances.of(context('a', 1));
    instances.close();
    expect(closed).toEqual(['instance 1']);
    expect(instances.size).toBe(0);
  });

  it('needs a data source', () => {
    const { instances } = setUp();
    expect(() => instances.of(null)).toThrow('not about a data source');
    expect(() => instances.of({ ...context('a', 1), dataSourceInstanceSettings: null })).toThrow(
      'not about a data source',
    );
    expect(() => instances.of(context('', 1))).toThrow('not about a data source');
  });
});
