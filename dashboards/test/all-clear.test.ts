/** Nothing on a dashboard says that all is well without an answer that proves it. */
import { describe, expect, it } from '@jest/globals';
import { generated, panelsOf, type FieldDefaults, type Panel, type Thresholds } from './generated.js';

/** Colors that say neither good nor bad. */
const NEUTRAL = ['text', 'transparent', 'blue'];
/** Colors of a missing value: of its text, or of the ground behind it. */
const NOTHING = /^(text|transparent)$/;
/** Kinds of panels whose numbers take the color of their threshold. */
const COLORED = ['stat', 'gauge', 'bargauge', 'table'];

interface Settings extends FieldDefaults {
  /** Of the panel's fields, or of those of an override. */
  readonly of: string;
}

function settingsOf({ fieldConfig }: Panel): Settings[] {
  const { defaults, overrides } = fieldConfig ?? { defaults: {}, overrides: [] };
  const ofOverrides = overrides.map(({ matcher, properties }): Settings => {
    const values = Object.fromEntries(properties.map(({ id, value }) => [id, value]));
    return { ...values, of: JSON.stringify(matcher) };
  });
  return [{ ...defaults, of: 'all fields' }, ...ofOverrides];
}

const panels = generated.flatMap(([uid, dashboard]) =>
  panelsOf(dashboard).map((panel) => [`${uid}/${panel.id} "${panel.title}"`, panel] as const),
);
const baseOf = ({ steps }: Thresholds) => steps[0];

/** Texts that a mapping gives to a missing value. */
const mappedForNothing = ({ mappings = [] }: FieldDefaults) =>
  mappings.flatMap(({ type, options }) =>
    type === 'special' && /null|nan|empty/.test(String(options.match))
      ? [options.result as { text?: string; color?: string }]
      : [],
  );

describe.each(panels)('%s', (_name, panel) => {
  it('says of nothing only that there is no data', () => {
    for (const { of, noValue } of settingsOf(panel))
      if (noValue !== undefined && !(of !== 'all fields' && noValue === ''))
        expect([of, noValue]).toEqual([of, expect.stringMatching(/^No data\b/)]);
  });

  it('gives a missing value no color that means something', () => {
    for (const settings of settingsOf(panel)) {
      if (settings.thresholds !== undefined)
        expect([settings.of, baseOf(settings.thresholds)]).toEqual([
          settings.of,
          { value: null, color: expect.stringMatching(NOTHING) },
        ]);
      for (const { text = '', color = 'text' } of mappedForNothing(settings)) {
        expect(['', 'No data']).toContain(text);
        expect(NEUTRAL).toContain(color);
      }
    }
    if (COLORED.includes(panel.type)) expect(panel.fieldConfig?.defaults.thresholds).toBeDefined();
  });

  it('has no fixed color that means something, whatever the value', () => {
    if (!COLORED.includes(panel.type)) return;
    for (const { of, color } of settingsOf(panel))
      if (color?.mode === 'fixed') expect([of, NEUTRAL]).toEqual([of, expect.arrayContaining([color.fixedColor])]);
  });

  it('has thresholds whose first step alone is open, in ascending order', () => {
    for (const { of, thresholds } of settingsOf(panel)) {
      const bounds = (thresholds?.steps ?? []).slice(1).map(({ value }) => value);
      expect([of, bounds.every((bound) => typeof bound === 'number')]).toEqual([of, true]);
      expect([of, bounds]).toEqual([of, bounds.toSorted((left, right) => Number(left) - Number(right))]);
    }
  });

  it('has no steps below 0 in an override, where older versions of Grafana take the open one for 0', () => {
    for (const { of, thresholds } of settingsOf(panel).slice(1))
      expect([of, (thresholds?.steps ?? []).filter(({ value }) => Number(value) < 0)]).toEqual([of, []]);
  });

  it('says whether its number is of now or of the time range', () => {
    if (panel.type !== 'stat') return;
    const legends = (panel.targets ?? []).map(({ legend }) => legend);
    expect([panel.title, ...legends, panel.description].join(' ')).toMatch(/\bnow\b|time range|\blatest\b|\blast\b/i);
  });
});
