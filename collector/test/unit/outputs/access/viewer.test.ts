import { describe, expect, it } from '@jest/globals';
import { identifyViewer } from '../../../../src/outputs/access/viewer.js';

const identify = (
  forwarded: string | undefined,
  {
    hops = 1,
    trusted = true,
    headers = {},
  }: { hops?: number; trusted?: boolean; headers?: Record<string, string> } = {},
) =>
  identifyViewer({ headers: { ...headers, 'x-forwarded-for': forwarded }, remoteAddress: '10.0.0.1', trusted }, hops);

describe('identifyViewer', () => {
  it.each([
    ['the socket when nothing is forwarded', undefined, 1, '10.0.0.1'],
    ['the entry of Grafana', '192.0.2.7', 1, '192.0.2.7'],
    ['the last entry, not those a viewer invented', '203.0.113.9, 192.0.2.7', 1, '192.0.2.7'],
    ['the entry of the first of two proxies', '203.0.113.9, 192.0.2.7, 172.18.0.3', 2, '192.0.2.7'],
    ['the viewer, although Grafana appends each entry twice', '192.0.2.7, 192.0.2.7', 2, '192.0.2.7'],
    [
      'the viewer behind a proxy, although Grafana appends twice',
      '9.9.9.9, 192.0.2.7, 172.18.0.3, 172.18.0.3',
      2,
      '192.0.2.7',
    ],
    ['the leftmost entry when proxies append less than expected', '192.0.2.7', 3, '192.0.2.7'],
    ['the socket when no proxy is trusted', '192.0.2.7', 0, '10.0.0.1'],
    ['an address without its port', '192.0.2.7:51234', 1, '192.0.2.7'],
    ['the network of an IPv6 address', '[2001:db8:1:2::5]:443', 1, '2001:db8:1::/56'],
    ['the socket when the header is empty', ' , ', 1, '10.0.0.1'],
  ])('is %s', (_what, forwarded, hops, expected) => {
    expect(identify(forwarded, { hops })).toBe(expected);
  });

  it('believes no header of a stranger', () => {
    const headers = { 'x-mesh-observatory-purpose': 'alert' };
    expect(identify('192.0.2.7', { trusted: false, headers })).toBe('10.0.0.1');
  });

  it('gives queries of alert rules a name of their own', () => {
    expect(identify('192.0.2.7', { headers: { 'x-mesh-observatory-purpose': 'alert' } })).toBe('alerts');
  });
});
