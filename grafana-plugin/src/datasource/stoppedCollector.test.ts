/** Every panel of the dashboards while the collector is stopped, and when it answers with nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createTheme,
  FieldType,
  getFieldDisplayValues,
  toDataFrame,
  type DataFrame,
  type FieldConfigSource,
  type ReduceDataOptions,
} from '@grafana/data';
import { lastValueFrom, throwError } from 'rxjs';
import { createDataSource, requestOf } from '../testing/fakeDataSource';
import { createTemplates } from '../testing/fakeTemplates';
import type { SavedQuery } from './types';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly targets?: SavedQuery[];
  readonly panels?: readonly Panel[];
  readonly fieldConfig?: FieldConfigSource;
  readonly options?: { readonly reduceOptions?: ReduceDataOptions };
}

const folder = path.join(__dirname, '../../../dashboards/json');
const theme = createTheme();

const panels = readdirSync(folder).flatMap((file) => {
  const { panels: all } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { panels: readonly Panel[] };
  return all
    .flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]))
    .map((panel) => [`${file} ${panel.id} "${panel.title}"`, panel] as const);
});
const noFieldConfig: FieldConfigSource = { defaults: {}, overrides: [] };

/** Texts and colors of a panel of big numbers, as Grafana computes them. */
function numbersOf({ fieldConfig = noFieldConfig, options }: Panel, data: DataFrame[]) {
  const values = getFieldDisplayValues({
    data,
    fieldConfig,
    reduceOptions: options?.reduceOptions ?? { calcs: ['lastNotNull'] },
    replaceVariables: (text) => text,
    theme,
    timeZone: 'utc',
  });
  return values.map(({ display: { text, color } }) => ({ text, color }));
}

/** Colors of a number, or of the ground behind it, that say neither good nor bad. */
const neutral = ['text', 'transparent', 'blue'].map((name) => theme.visualization.getColorByName(name));
const templates = () =>
  createTemplates({ one: '!00000001', node: '$__all', gateway: '$__all', channel: '$__all', role: '$__all' });

describe('a stopped collector', () => {
  it.each(panels)('is no data and an error in %s', async (_name, panel) => {
    const targets = (panel.targets ?? []).filter(({ datasource }) => datasource?.type?.startsWith('meshobservatory'));
    if (targets.length > 0) {
      const { datasource } = createDataSource(
        { query: () => throwError(() => ({ status: 502, data: {} })) },
        templates(),
      );
      const still = targets.map((target) => ({ ...target, live: false }));
      const { data, errors = [] } = await lastValueFrom(datasource.query(requestOf(still)));
      expect(data).toEqual([]);
      expect(errors.map(({ refId }) => refId)).toEqual(targets.map(({ refId }) => refId));
    }
    expect(panel.fieldConfig?.defaults.noValue).toMatch(/^No data\b/);
    if (['stat', 'gauge', 'bargauge'].includes(panel.type)) {
      for (const { text, color } of numbersOf(panel, [])) {
        expect(text).toMatch(/^No data\b/);
        expect(neutral).toContain(color);
      }
    }
  });
});

describe('an answer with a number', () => {
  const findings = panels.filter(([, { targets = [] }]) => targets.some((target) => 'findingKinds' in target));
  it.each(findings.filter(([, { type }]) => type === 'stat'))(
    'of nothing found is 0, and proven, in %s',
    (_name, panel) => {
      const nothing = toDataFrame({ refId: 'A', fields: [{ name: 'Time', type: FieldType.number, values: [] }] });
      expect(numbersOf(panel, [nothing]).map(({ text }) => text)).toEqual(['0']);
    },
  );
});
