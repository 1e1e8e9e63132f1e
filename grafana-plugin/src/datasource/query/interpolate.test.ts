import { dateTime } from '@grafana/data';
import { createTemplates } from '../../testing/fakeTemplates';
import { expandList, rangeScopedVars, replaceText, variableNameOf } from './interpolate';

const all = (details: object = {}) => ({
  name: 'node',
  type: 'query' as const,
  current: { text: ['All'], value: ['$__all'] },
  query: { kind: 'nodes' },
  regex: '',
  ...details,
});

describe('expandList', () => {
  it('keeps plain items', () => {
    const expanded = expandList(['!a1b2c3d4'], { templates: createTemplates(), scopedVars: {} });
    expect(expanded).toEqual({ all: false, values: ['!a1b2c3d4'] });
  });

  it.each(['$node', '${node}', '${node:csv}', '[[node]]'])('expands every value of %s', (item) => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'] });
    expect(expandList([item], { templates, scopedVars: {} })).toEqual({
      all: false,
      values: ['!00000001', '!00000002'],
    });
  });

  it('names every value once', () => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'] });
    expect(expandList(['!00000002', '$node'], { templates, scopedVars: {} })).toEqual({
      all: false,
      values: ['!00000002', '!00000001'],
    });
  });

  it('takes the value of a repeated panel rather than the one of the dashboard', () => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'] }, [all()]);
    const scopedVars = { node: { text: 'two', value: '!00000002' } };
    expect(expandList(['$node'], { templates, scopedVars })).toEqual({ all: false, values: ['!00000002'] });
  });

  it('says "all" for All of an unfiltered variable instead of listing every node', () => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'] }, [all()]);
    expect(expandList(['$node'], { templates, scopedVars: {} })).toEqual({ all: true });
  });

  it.each([
    ['a regular expression', { regex: '/^R/' }],
    ['a search', { query: { kind: 'nodes', search: 'roof' } }],
    ['roles', { query: { kind: 'nodes', roles: ['ROUTER'] } }],
  ])('lists the choices for All of a variable narrowed down by %s', (_by, details) => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'] }, [all(details)]);
    expect(expandList(['$node'], { templates, scopedVars: {} })).toEqual({
      all: false,
      values: ['!00000001', '!00000002'],
    });
  });

  it('says "all" for the customary wildcards as a custom All value', () => {
    const templates = createTemplates({ node: '.*' }, [all({ allValue: '.*' })]);
    expect(expandList(['$node'], { templates, scopedVars: {} })).toEqual({ all: true });
  });

  it('has no values when the variable has none', () => {
    expect(expandList(['$node'], { templates: createTemplates({ node: '' }), scopedVars: {} })).toEqual({
      all: false,
      values: [],
    });
  });
});

describe('variableNameOf', () => {
  it('knows the three ways to write a variable, and only a variable alone', () => {
    expect(['$a', '${a}', '${a:csv}', '[[a]]', 'x$a', '!a1b2c3d4'].map(variableNameOf)).toEqual([
      'a',
      'a',
      'a',
      'a',
      undefined,
      undefined,
    ]);
  });
});

describe('rangeScopedVars', () => {
  const request = {
    range: {
      from: dateTime(0),
      to: dateTime(3_600_000),
      raw: { from: 'now-1h', to: 'now' },
    },
    interval: '15s',
    intervalMs: 15_000,
    scopedVars: {},
  };

  it('provides interval and range for texts', () => {
    const interpolation = { templates: createTemplates(), scopedVars: rangeScopedVars(request) };
    expect(replaceText('$__interval ${__range} $__range_ms $__range_s $__interval_ms', interpolation)).toBe(
      '15s 3600s 3600000 3600 15000',
    );
  });

  it('prefers the values that the request brings along', () => {
    const scopedVars = { __interval: { text: '1m', value: '1m' } };
    const interpolation = { templates: createTemplates(), scopedVars: rangeScopedVars({ ...request, scopedVars }) };
    expect(replaceText('$__interval', interpolation)).toBe('1m');
  });
});
