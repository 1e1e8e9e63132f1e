import type { DataSourceInstanceSettings } from './protocol/messages';
import { readSettings } from './settings';

const saved = (given: Partial<DataSourceInstanceSettings> = {}, json: object = {}): DataSourceInstanceSettings => ({
  name: 'Mesh',
  url: 'http://collector:8080',
  basicAuthEnabled: false,
  basicAuthUser: '',
  jsonData: Buffer.from(JSON.stringify(json)),
  decryptedSecureJsonData: {},
  lastUpdatedMS: 1,
  uid: 'mesh',
  ...given,
});

describe('settings of a data source', () => {
  it('need no more than an address', () => {
    const { url, headers, tls, timeoutMs } = readSettings(saved({ jsonData: Buffer.alloc(0) }));
    expect({ url: url.href, headers, tls, timeoutMs }).toEqual({
      url: 'http://collector:8080/',
      headers: {},
      tls: {},
      timeoutMs: 30_000,
    });
  });

  it('keep the path of a collector behind a proxy, and nothing else', () => {
    expect(readSettings(saved({ url: ' https://host/mesh//?x=1#y ' })).url.href).toBe('https://host/mesh');
  });

  it('prefer the token to a name and password', () => {
    const basic = { basicAuthEnabled: true, basicAuthUser: 'me' };
    const secrets = { basicAuthPassword: 'pw', apiToken: 'token' };
    expect(readSettings(saved({ ...basic, decryptedSecureJsonData: secrets })).headers).toEqual({
      authorization: 'Bearer token',
    });
    expect(readSettings(saved({ ...basic, decryptedSecureJsonData: { basicAuthPassword: 'pw' } })).headers).toEqual({
      authorization: `Basic ${Buffer.from('me:pw').toString('base64')}`,
    });
  });

  it('add headers of one’s own', () => {
    const json = { httpHeaderName1: 'X-Tenant', httpHeaderName2: 'X-More' };
    const secrets = { httpHeaderValue1: 'a', httpHeaderValue2: 'b' };
    expect(readSettings(saved({ decryptedSecureJsonData: secrets }, json)).headers).toEqual({
      'x-tenant': 'a',
      'x-more': 'b',
    });
  });

  it.each([
    [5, 5000],
    ['7', 7000],
    [0, 30_000],
    [-1, 30_000],
    ['soon', 30_000],
    [100_000, 600_000],
  ])('take a timeout of %s as %i ms', (timeout, ms) => {
    expect(readSettings(saved({}, { timeout })).timeoutMs).toBe(ms);
  });

  it('never repeat the address in a complaint, which may hold a password', () => {
    expect(() => readSettings(saved({ url: 'me:pw@collector' }))).toThrow(/^(?!.*pw)/);
    expect(() => readSettings(saved({ jsonData: Buffer.from('{') }))).toThrow('Save the data source again');
  });
});
