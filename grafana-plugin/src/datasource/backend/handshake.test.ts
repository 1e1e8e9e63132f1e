import { announcement, isStartedByGrafana } from './handshake';

describe('the announcement', () => {
  const address = { network: 'unix', address: '/tmp/x/plugin.sock' } as const;

  it('names both versions, the address and gRPC', () => {
    expect(announcement(address, {})).toBe('1|2|unix|/tmp/x/plugin.sock|grpc\n');
    expect(announcement({ network: 'tcp', address: '127.0.0.1:5' }, {})).toBe('1|2|tcp|127.0.0.1:5|grpc\n');
  });

  it('says no to hosts that want several servers over one connection', () => {
    expect(announcement(address, { PLUGIN_MULTIPLEX_GRPC: 'true' })).toBe('1|2|unix|/tmp/x/plugin.sock|grpc||false\n');
  });

  it('is for Grafana only', () => {
    expect(isStartedByGrafana({ grafana_plugin_type: 'datasource' })).toBe(true);
    expect(isStartedByGrafana({})).toBe(false);
  });
});
