import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { Templates } from '../datasource/query/interpolate';

type Format = string | ((value: string | string[]) => string) | undefined;

const EXPRESSION = /\$(\w+)|\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)(?::(\w+))?\]\]/g;

function format(value: string | string[], how: Format): string {
  if (typeof how === 'function') {
    return how(value);
  }
  if (!Array.isArray(value)) {
    return value;
  }
  return how === 'csv' ? value.join(',') : `{${value.join(',')}}`;
}

/** Grafana's template service as far as it matters here: dashboard variables, scoped variables and formats. */
export function createTemplates(
  values: Readonly<Record<string, string | string[]>> = {},
  models: ReadonlyArray<object & { name: string }> = [],
): Templates {
  const lookUp = (name: string, scopedVars: ScopedVars | undefined): string | string[] | undefined =>
    scopedVars?.[name] === undefined ? values[name] : (scopedVars[name].value as string | string[]);
  return {
    replace: (text = '', scopedVars, how) =>
      text.replace(EXPRESSION, (match: string, plain?: string, braced?: string, own?: string, old?: string) => {
        const value = lookUp(plain ?? braced ?? old ?? '', scopedVars);
        return value === undefined ? match : format(value, own ?? (how as Format));
      }),
    getVariables: () => models as TypedVariableModel[],
    containsTemplate: (text = '') =>
      [...text.matchAll(EXPRESSION)].some(([, plain, braced]) => (plain ?? braced ?? '') in values),
  };
}
