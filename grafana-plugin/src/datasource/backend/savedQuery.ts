import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { missingOption } from '../query/defaults';
import { migrateQuery } from '../query/migrate';
import { resolveQuery, type Resolved } from '../query/resolve';
import { itemsOf } from '../query/savedVariables';
import type { SavedQuery } from '../types';
import type { DataQuery } from './protocol/messages';

/** A query of an alert rule, a shared dashboard or an expression: ready to be sent, or the reason why it is not. */
export type ServerQuery =
  { readonly outcome: 'ready'; readonly query: WireQuery } | { readonly outcome: 'invalid'; readonly message: string };

/**
 * The saved form is the browser's, and so is what is made of it. But alert rules show no notices: a query that would only be
 * answered in part is refused, so that no alert rule evaluates less than it says.
 */
export function readSavedQuery(given: DataQuery): ServerQuery {
  const saved = readModel(given);
  if (saved === undefined) {
    return { outcome: 'invalid', message: 'The query is not a JSON object.' };
  }
  try {
    const variable = firstVariable(saved);
    return variable === undefined
      ? toServerQuery(resolve(saved, given))
      : { outcome: 'invalid', message: variableMessage(variable) };
  } catch {
    return { outcome: 'invalid', message: 'The query does not have the form of a saved query. Save it again.' };
  }
}

function readModel({ json, refId, queryType }: DataQuery): SavedQuery | undefined {
  try {
    const model: unknown = JSON.parse(json.length === 0 ? '{}' : json.toString('utf8'));
    if (typeof model !== 'object' || model === null || Array.isArray(model)) {
      return undefined;
    }
    const type = 'queryType' in model || queryType === '' ? {} : { queryType };
    return { ...type, ...model, refId };
  } catch {
    return undefined;
  }
}

function resolve(saved: SavedQuery, { maxDataPoints, intervalMS }: DataQuery): Resolved {
  return resolveQuery(saved, {
    templates: withoutVariables,
    scopedVars: {},
    filters: [],
    maxDataPoints: maxDataPoints > 0 ? maxDataPoints : undefined,
    intervalMs: intervalMS > 0 ? intervalMS : undefined,
  });
}

function toServerQuery(resolved: Resolved): ServerQuery {
  switch (resolved.outcome) {
    case 'nothing':
      return { outcome: 'invalid', message: resolved.reason };
    case 'invalid':
      return { outcome: 'invalid', message: resolved.message };
    case 'ready':
      // `metrics` is the only option that query types require.
      if (missingOption(resolved.saved) !== undefined) {
        return { outcome: 'invalid', message: 'The query has no metric. Choose at least one.' };
      }
      return resolved.notices.length === 0
        ? { outcome: 'ready', query: resolved.query }
        : { outcome: 'invalid', message: resolved.notices.join(' ') };
  }
}

/** Only browsers know the values of variables. */
const withoutVariables = {
  replace: (text: string | undefined) => text ?? '',
  getVariables: () => [],
  containsTemplate: () => false,
};

/** `$node`, `${node}`, `[[node]]`; `$__all` is written for "all". */
const VARIABLE = /\$(?!__all\b)[A-Za-z_]\w*|\$\{\w+[^}]*\}|\[\[\w+[^\]]*\]\]/;

function firstVariable(saved: SavedQuery): string | undefined {
  const query = migrateQuery(saved);
  const items = query === undefined ? [] : itemsOf(query);
  return items.map((text) => VARIABLE.exec(text)?.[0]).find((found) => found !== undefined);
}

function variableMessage(variable: string): string {
  return `${variable} is a variable of a dashboard, which has no value here. Choose values, or leave the field empty for all.`;
}
