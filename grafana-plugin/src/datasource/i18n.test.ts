import locale from './locales/en-US/meshobservatory-meshtastic-datasource.json';
import { memoize, t, translateWith, type Translate } from './i18n';
import { id, languages } from './plugin.json';
import { titleOf } from './labels';

const english = (key: string, sentence: string, values?: Record<string, string | number>) => t(key, sentence, values);

/** Stands in for Grafana's translations. */
function speakBackwards(): void {
  const backwards: Translate = (_key, sentence) => [...sentence].reverse().join('');
  translateWith(backwards);
}

describe('t', () => {
  it('speaks English as long as nobody translates, and fills in values once', () => {
    expect(english('a', '{{count}} of {{total}} nodes', { count: 1, total: 2 })).toBe('1 of 2 nodes');
    expect(english('a', 'Replaced: {{labels}}.', { labels: '{{node}}' })).toBe('Replaced: {{node}}.');
    expect(english('a', 'Names such as {{node}}')).toBe('Names such as {{node}}');
    const nodes = (count: number) => english('a', '{{count}} nodes', { count, defaultValue_one: '{{count}} node' });
    expect([0, 1, 2].map(nodes)).toEqual(['0 nodes', '1 node', '2 nodes']);
  });

  it('asks who translates', () => {
    speakBackwards();
    expect(english('a', 'abc')).toBe('cba');
  });
});

describe('words', () => {
  it('are made in the language that is spoken when they are first asked for, and once', () => {
    const make = jest.fn(() => t('a', 'abc'));
    const word = memoize(make);
    expect(make).not.toHaveBeenCalled();
    speakBackwards();
    expect([word(), word()]).toEqual(['cba', 'cba']);
    expect(make).toHaveBeenCalledTimes(1);
    expect(titleOf('queryType', 'nodes')).toBe('sedoN');
  });
});

describe('the file translators start from', () => {
  it('is where Grafana looks for it, under the keys that are asked for', () => {
    expect(id).toBe('meshobservatory-meshtastic-datasource');
    expect(languages).toEqual(['en-US']);
    expect(locale.words.queryType.values.title).toBe('Values');
    expect(locale.query.resolve.cut).toContain('{{limit}}');
  });
});
