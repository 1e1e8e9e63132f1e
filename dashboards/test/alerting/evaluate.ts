/**
 * Works out a provisioned rule the way Grafana does: queries are asked, expressions are applied, and what the condition
 * says of each set of labels is the state of one alert.
 */
import { runInNewContext } from 'node:vm';

export interface Frame {
  readonly schema: {
    readonly meta?: { readonly type?: string; readonly typeVersion?: readonly number[] };
    readonly fields: readonly { readonly name: string; readonly type: string }[];
  };
  readonly data: { readonly values: readonly (readonly unknown[])[] };
}

export interface QueryModel {
  readonly refId: string;
  readonly [field: string]: unknown;
}

/** Asks the data source, directly or through its backend. Throws when there is no answer. */
export type QueryRunner = (
  model: QueryModel,
  range: { readonly from: number; readonly to: number },
) => Promise<readonly Frame[]>;

export interface ProvisionedRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly relativeTimeRange: { readonly from: number; readonly to: number };
    readonly model: QueryModel;
  }[];
}

type Labels = Readonly<Record<string, string>>;
interface Num {
  readonly labels: Labels;
  readonly value: number;
}

const keyOf = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

/** As Grafana's data plane reads `numeric-long`: text columns are labels, the number is the value. */
function numbersOf(frames: readonly Frame[]): Num[] {
  const numbers = frames.flatMap(({ schema, data }) => {
    if (schema.meta?.type !== 'numeric-long' || schema.meta.typeVersion?.join('.') !== '0.1') {
      throw new Error(`Not a numeric-long frame: ${JSON.stringify(schema.meta)}`);
    }
    const column = (type: string) =>
      schema.fields.flatMap((field, index) => (field.type === type ? [{ ...field, index }] : []));
    const [value, ...others] = column('number');
    if (value === undefined || others.length > 0) throw new Error('A numeric-long frame has exactly one number here');
    return (data.values[value.index] ?? []).map((number, row) => ({
      labels: Object.fromEntries(column('string').map(({ name, index }) => [name, String(data.values[index]?.[row])])),
      value: Number(number),
    }));
  });
  // Grafana refuses a rule whose alerts it cannot tell apart.
  if (new Set(numbers.map(({ labels }) => keyOf(labels))).size < numbers.length) throw new Error('Labels occur twice');
  return numbers;
}

/** `$B * ($B > $E * 2)` for every set of labels that all of its inputs have. */
function calculate(formula: string, results: ReadonlyMap<string, readonly Num[]>): Num[] {
  const inputs = [...new Set([...formula.matchAll(/\$([A-Z])/g)].map(([, refId]) => refId!))];
  const [first, ...rest] = inputs.map((refId) => results.get(refId) ?? []);
  return (first ?? []).flatMap(({ labels, value }) => {
    const others = rest.map((numbers) => numbers.find((number) => keyOf(number.labels) === keyOf(labels))?.value);
    if (others.includes(undefined)) return [];
    const scope = Object.fromEntries([value, ...others].map((number, index) => [`$${inputs[index]!}`, number]));
    return [{ labels, value: Number(runInNewContext(formula, scope)) }];
  });
}

interface ThresholdModel {
  readonly conditions: readonly { readonly evaluator: { readonly type: string; readonly params: readonly number[] } }[];
}

function compare({ conditions }: ThresholdModel): (value: number) => number {
  const { type, params } = conditions[0]!.evaluator;
  const limit = params[0]!;
  if (type === 'gt') return (value) => Number(value > limit);
  if (type === 'lt') return (value) => Number(value < limit);
  throw new Error(`No such comparison: ${type}`);
}

function express(model: QueryModel, results: ReadonlyMap<string, readonly Num[]>): Num[] {
  const { type, expression } = model as unknown as { type: string; expression: string };
  if (type === 'math') return calculate(expression, results);
  const input = results.get(expression) ?? [];
  // Numbers are reduced already.
  if (type === 'reduce') return input.filter(({ value }) => Number.isFinite(value));
  if (type !== 'threshold') throw new Error(`No such expression: ${type}`);
  const holds = compare(model as unknown as ThresholdModel);
  return input.map(({ labels, value }) => ({ labels, value: holds(value) }));
}

export interface Alert {
  readonly uid: string;
  readonly labels: Labels;
  /** Values for the annotations, by refId. */
  readonly values: Readonly<Record<string, number>>;
}

/** The alerts of a rule that are true at `now`. */
export async function alertsOf(rule: ProvisionedRule, run: QueryRunner, now: number): Promise<Alert[]> {
  const results = new Map<string, readonly Num[]>();
  const stateAlert = (state: string): Alert[] =>
    state === 'Alerting' ? [{ uid: rule.uid, labels: {}, values: {} }] : [];
  try {
    for (const { refId, datasourceUid, relativeTimeRange, model } of rule.data) {
      if (datasourceUid === '__expr__') results.set(refId, express(model, results));
      else {
        const range = { from: now - relativeTimeRange.from * 1000, to: now - relativeTimeRange.to * 1000 };
        results.set(refId, numbersOf(await run(model, range)));
      }
    }
  } catch (error) {
    // Only what the server would call a failed query; a mistake of ours is one here, too.
    if (error instanceof QueryFailed) return stateAlert(rule.execErrState);
    throw error;
  }
  const verdicts = results.get(rule.condition) ?? [];
  if (verdicts.length === 0) return stateAlert(rule.noDataState);
  return verdicts
    .filter(({ value }) => value !== 0)
    .map(({ labels }) => ({
      uid: rule.uid,
      labels,
      values: Object.fromEntries(
        [...results].flatMap(([refId, numbers]) => {
          const own = numbers.find((number) => keyOf(number.labels) === keyOf(labels));
          return own === undefined ? [] : [[refId, own.value]];
        }),
      ),
    }));
}

/** The data source could not answer. */
export class QueryFailed extends Error {}
