import { describe, expect, it } from '@jest/globals';
import { parseTopic } from '../../../src/decode/topic.js';
import { covers, filterMistake, withoutOverlaps } from '../../../src/transport/mqtt-filter.js';
import { subscriptionFilters, type SubscriptionRequest } from '../../../src/transport/subscriptions.js';

const ask = (request: Partial<SubscriptionRequest>) =>
  subscriptionFilters({ topics: ['msh/EU_868'], channels: [], kinds: ['e', 'json', 'map', 'stat'], ...request });

describe('subscription filters', () => {
  it('makes the narrowest filters of a root topic', () => {
    expect(ask({})).toEqual({
      filters: [
        'msh/EU_868/2/e/#',
        'msh/EU_868/2/c/#',
        'msh/EU_868/2/json/#',
        'msh/EU_868/2/map/#',
        'msh/EU_868/2/stat/+',
      ],
      mistakes: [],
    });
  });

  it('names the channels when only some are wanted', () => {
    expect(ask({ channels: ['LongFast', 'Berg & Tal'], kinds: ['e'] }).filters).toEqual([
      'msh/EU_868/2/e/LongFast/+',
      'msh/EU_868/2/e/Berg & Tal/+',
      'msh/EU_868/2/c/LongFast/+',
      'msh/EU_868/2/c/Berg & Tal/+',
    ]);
  });

  it('adds direct messages to named channels when asked', () => {
    const filters = ask({ channels: ['LongFast'], kinds: ['e'], pki: true }).filters;
    expect(filters).toContain('msh/EU_868/2/e/PKI/+');
    expect(ask({ channels: ['LongFast'], kinds: ['e'] }).filters).not.toContain('msh/EU_868/2/e/PKI/+');
    expect(ask({ kinds: ['e'], pki: true }).filters).toEqual(['msh/EU_868/2/e/#', 'msh/EU_868/2/c/#']);
  });

  it('reads a channel name with slashes as levels of its topic', () => {
    expect(ask({ channels: ['a/b'], kinds: ['json'] }).filters).toEqual(['msh/EU_868/2/json/a/b/+']);
  });

  it('takes a pattern that is too short for a topic as a pattern of roots', () => {
    expect(ask({ topics: ['msh', 'msh/+'], kinds: ['e', 'map'] }).filters).toEqual([
      'msh/2/e/#',
      'msh/2/c/#',
      'msh/2/map/#',
      'msh/+/2/e/#',
      'msh/+/2/c/#',
      'msh/+/2/map/#',
    ]);
  });

  it('uses full filters as they are', () => {
    const topics = ['msh/EU_868/2/e/LongFast/#', 'msh/US/+/e/+/+', 'event/DEF/2/json/+/+'];
    expect(ask({ topics }).filters).toEqual(topics);
  });

  it('subscribes to everything only when it is written out, and then to nothing else', () => {
    expect(ask({ topics: ['msh/EU_868', 'msh/#'] }).filters).toEqual(['msh/#']);
    expect(ask({ topics: ['msh'] }).filters).not.toContain('msh/#');
  });

  it('does not subscribe twice to the same', () => {
    expect(ask({ topics: ['msh/US', 'msh/US/', 'msh/+'], kinds: ['stat'] }).filters).toEqual(['msh/+/2/stat/+']);
  });

  it('reports every mistake with the value', () => {
    const { filters, mistakes } = ask({ topics: ['msh/EU#', 'msh/a+b/2/e/#', ''], channels: ['C++', ''] });
    expect(filters).toEqual([]);
    expect(mistakes).toEqual([
      expect.stringContaining('Channel "C++" cannot be subscribed to'),
      expect.stringContaining('A channel name is empty'),
      expect.stringContaining('Topic "msh/EU#" "#" is only allowed as the whole last level'),
      expect.stringContaining('Topic "msh/a+b/2/e/#" "+" is only allowed as a whole level'),
      expect.stringContaining('Topic "" is empty'),
    ]);
  });

  it('says so when nothing is left to subscribe to', () => {
    expect(ask({ topics: [] }).mistakes).toEqual([expect.stringContaining('No topic is configured')]);
    expect(ask({ kinds: [] }).mistakes).toEqual([expect.stringContaining('no kind of topic is configured')]);
  });
});

describe('topics of the configuration', () => {
  const mistakeOf = (topic: string) => ask({ topics: [topic] }).mistakes.join();

  it.each([
    ['msh/US/2', 'write the root topic "msh/US"'],
    ['msh/US/2/', 'write the root topic "msh/US"'],
    ['msh/2', 'write the root topic "msh"'],
    ['msh/US/2/e', 'write "msh/US/2/e/#", or the root topic "msh/US"'],
    ['msh/+/2/json', 'write "msh/+/2/json/#", or the root topic "msh/+"'],
    ['msh/US/2/e/LongFast', 'write "msh/US/2/e/LongFast/#", or the root topic "msh/US"'],
    ['msh/US/2/e/LongFast/', 'write "msh/US/2/e/LongFast/#"'],
    ['msh/US/2/e/Club/North', 'write "msh/US/2/e/Club/North/#"'],
    ['msh/US/2/stat', 'write "msh/US/2/stat/#"'],
    ['msh/US/2/map/here', 'write "msh/US/2/map/#"'],
    ['msh/US/2/map/a/b/#', 'matches nothing'],
    ['msh/US/2/LongFast', '"LongFast" where the kind of topic is expected'],
    ['msh/US/2/LongFast/#', '"LongFast" where the kind of topic is expected'],
    ['2/e/LongFast/#', 'write "msh/2/e/LongFast/#"'],
    ['msh/US/+/+', 'too few levels for packets'],
    ['msh/*', '"*", which is no wildcard'],
    ['msh/US/2/e/*', '"*", which is no wildcard'],
    ['msh/#/e', '"#" is only allowed as the whole last level'],
    ['msh /US', 'has a blank'],
    ['$SYS/#', "the broker's own"],
  ])('refuses %j, which matches no topic of a gateway, and names the right form', (topic, form) => {
    expect(mistakeOf(topic)).toContain(form);
  });

  it('accepts every form that it recommends', () => {
    for (const topic of ['msh/US/2/e', 'msh/US/2/e/Club/North', 'msh/US/2/map/here', 'msh/US/2/stat', 'msh/US/2']) {
      const forms = [...mistakeOf(topic).matchAll(/(?:write|topic) "([^"]*)"/g)].map(([, form]) => form ?? '');
      expect(forms.length).toBeGreaterThan(0);
      for (const form of forms) expect([form, mistakeOf(form)]).toEqual([form, '']);
    }
  });

  it.each([
    ['msh/US//', 'msh/US//2/map/#'],
    ['msh/US/', 'msh/US/2/map/#'],
    ['/msh/US', '/msh/US/2/map/#'],
    ['msh//US', 'msh//US/2/map/#'],
  ])('keeps the empty levels of the root %j, but for one slash at its end', (topic, filter) => {
    expect(ask({ topics: [topic], kinds: ['map'] }).filters).toEqual([filter]);
  });

  it.each([
    '#',
    'msh/US/#',
    'msh/US/2/#',
    'msh/US/2/e/#',
    'msh/US/2/e/LongFast/!0badcafe',
    'msh/US/2/+/LongFast/+',
    'msh/+/+/+/+/+',
    'msh/US/2/map/',
    'msh/US/2/stat/+',
    'msh/EU_868/2/2/e/LongFast/#',
    '$share/readers/msh/#',
  ])('uses %j as it is', (topic) => {
    expect(ask({ topics: [topic] })).toEqual({ filters: [topic], mistakes: [] });
  });

  it('subscribes to channels with a slash in their names when all channels are wanted', () => {
    const topic = 'msh/EU_868/2/e/Club/North/!0badcafe';
    expect(ask({}).filters.some((filter) => covers(filter, topic))).toBe(true);
    expect(parseTopic(topic)).toMatchObject({ root: 'msh/EU_868', channel: 'Club/North', gateway: '!0badcafe' });
  });

  it('refuses channel names that nothing uses', () => {
    expect(ask({ topics: ['msh/US/2/e/#'], channels: ['LongFast'] }).mistakes[0]).toContain('name root topics');
    expect(ask({ channels: ['LongFast'], kinds: ['map'] }).mistakes[0]).toContain('without a channel');
    expect(ask({ topics: ['msh/US/#', 'msh/EU_868'], channels: ['LongFast'] }).mistakes).toEqual([]);
  });
});

describe('MQTT filters', () => {
  it.each([
    ['msh/#', undefined],
    ['#', undefined],
    ['+/+/2', undefined],
    ['msh//2/map/', undefined],
    ['msh/#/2', '"#" is only'],
    ['msh/a#', '"#" is only'],
    ['msh/a+', '"+" is only'],
    ['msh/\u0000', 'control character'],
    ['x'.repeat(65_536), 'longer than'],
  ])('judges the syntax of %j', (filter, mistake) => {
    if (mistake === undefined) expect(filterMistake(filter)).toBeUndefined();
    else expect(filterMistake(filter)).toContain(mistake);
  });

  it.each([
    ['msh/#', 'msh/EU/2/e/+/+', true],
    ['msh/#', 'msh', true],
    ['msh/+/2', 'msh/EU/2', true],
    ['msh/+/2', 'msh/+/2', true],
    ['msh/EU/2', 'msh/+/2', false],
    ['msh/+', 'msh/#', false],
    ['msh/+', 'msh/a/b', false],
    ['msh/+/+', 'msh/a', false],
    ['#', '$SYS/broker', false],
    ['+/broker', '$SYS/broker', false],
    ['+/#', '#', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });

  it('keeps the order of what remains', () => {
    expect(withoutOverlaps(['b/c', 'a/#', 'a/b', 'b/c', 'b/+/d'])).toEqual(['b/c', 'a/#', 'b/+/d']);
  });
});
