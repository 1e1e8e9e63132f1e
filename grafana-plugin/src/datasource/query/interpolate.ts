import type { DataQueryRequest, ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

/** The part of Grafana's template service that queries need. */
export type Templates = Pick<TemplateSrv, 'replace' | 'getVariables' | 'containsTemplate'>;

/** The variables of one request. */
export interface Interpolation {
  readonly templates: Templates;
  readonly scopedVars: ScopedVars;
}

/** The items of a list after interpolation. `all` = a variable stands at "All" and everything is meant. */
export type Expanded = { readonly all: true } | { readonly all: false; readonly values: string[] };

const SEPARATOR = '\u0000';
const SINGLE_VARIABLE = /^(?:\$(\w+)|\$\{(\w+)(?::[^}]*)?\}|\[\[(\w+)(?::[^\]]*)?\]\])$/;
/** Custom "all" values that people are used to from other data sources. */
const WILDCARDS = new Set(['*', '.*', '.+', '$__all']);

export function variableNameOf(item: string): string | undefined {
  const match = SINGLE_VARIABLE.exec(item);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

export function replaceText(text: string | undefined, { templates, scopedVars }: Interpolation): string | undefined {
  return text === undefined ? undefined : templates.replace(text, scopedVars);
}

/** Every value of every variable of the list. */
export function expandList(items: readonly string[], interpolation: Interpolation): Expanded {
  const values: string[] = [];
  for (const item of items) {
    const name = variableNameOf(item);
    if (name !== undefined && meansEverything(name, interpolation)) {
      return { all: true };
    }
    // A format of the user's (`${node:csv}`) would glue the values together.
    const expression = name === undefined ? item : `\${${name}}`;
    const text = interpolation.templates.replace(expression, interpolation.scopedVars, joinValues);
    const parts = text.split(SEPARATOR).filter((part) => part !== '');
    if (name !== undefined && parts.some((part) => WILDCARDS.has(part))) {
      return { all: true };
    }
    values.push(...parts);
  }
  return { all: false, values: [...new Set(values)] };
}

const joinValues = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(SEPARATOR) : String(value);

/**
 * Grafana turns "All" into the list of all choices. Where the choices are all there is, no list at all says the same in
 * a shorter request, and new nodes belong to it at once. Choices that were narrowed down are taken at their word.
 */
function meansEverything(name: string, { templates, scopedVars }: Interpolation): boolean {
  if (scopedVars[name] !== undefined) {
    return false;
  }
  const variable = templates.getVariables().find((candidate) => candidate.name === name);
  return variable !== undefined && variable.type === 'query' && standsAtAll(variable) && !isNarrowed(variable);
}

type QueryVariable = Extract<TypedVariableModel, { type: 'query' }>;

function standsAtAll({ current, allValue }: QueryVariable): boolean {
  const value = 'value' in current ? current.value : undefined;
  const values = Array.isArray(value) ? value : [value];
  return (allValue === undefined || allValue === null || allValue === '') && values.includes('$__all');
}

function isNarrowed({ regex, query }: QueryVariable): boolean {
  const details: Record<string, unknown> = typeof query === 'object' && query !== null ? query : {};
  const lists = ['gateways', 'channels', 'roles'].map((name) => details[name]);
  return (
    (regex !== undefined && regex !== '') ||
    (typeof details['search'] === 'string' && details['search'] !== '') ||
    lists.some((list) => Array.isArray(list) && list.length > 0)
  );
}

/** `$__interval`, `$__range` and their kin, which not every place of Grafana provides. */
export function rangeScopedVars(
  request: Pick<DataQueryRequest, 'range' | 'interval' | 'intervalMs' | 'scopedVars'>,
): ScopedVars {
  const rangeMs = request.range.to.valueOf() - request.range.from.valueOf();
  const seconds = Math.round(rangeMs / 1000);
  const own = {
    __interval: request.interval,
    __interval_ms: request.intervalMs,
    __range_ms: rangeMs,
    __range_s: seconds,
    __range: `${seconds}s`,
  };
  const scoped = Object.entries(own).map(([name, value]) => [name, { text: String(value), value }]);
  return { ...Object.fromEntries(scoped), ...request.scopedVars };
}
