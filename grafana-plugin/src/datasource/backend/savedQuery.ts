import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import { resolveQuery, type Resolved } from '../query/resolve';
import type { MeshQuery } from '../types';
import type { DataQuery } from './protocol/messages';

/** A query of an alert rule, a shared dashboard, an expression: ready to be sent, or not to be answered. */
export type ServerQuery =
  { readonly outcome: 'ready'; readonly query: WireQuery } | { readonly outcome: 'invalid'; readonly message: string };

/**
 * The saved form is the same as in the browser, and so is what is made of it. But nobody reads notices here: a query that
 * would only be answered in part is refused, so that no alert rule goes by less than it says.
 */
export function readSavedQuery(given: DataQuery): ServerQuery {
  const saved = readModel(given);
  if (saved === undefined) {
    return { outcome: 'invalid', message: 'The query is not a JSON object.' };
  }
  const variable = firstVariable(saved);
  if (variable !== undefined) {
    return { outcome: 'invalid', message: variableWords(variable) };
  }
  let resolved: Resolved;
  try {
    resolved = resolveQuery(saved, {
      templates: withoutVariables,
      scopedVars: {},
      filters: [],
      maxDataPoints: given.maxDataPoints > 0 ? given.maxDataPoints : undefined,
      intervalMs: given.intervalMS > 0 ? given.intervalMS : undefined,
    });
  } catch {
    return { outcome: 'invalid', message: 'The query does not have the form of a saved query. Save it again.' };
  }
  return judge(resolved);
}

function readModel({ json, refId, queryType }: DataQuery): MeshQuery | undefined {
  try {
    const model: unknown = JSON.parse(json.length === 0 ? '{}' : json.toString('utf8'));
    if (typeof model !== 'object' || model === null || Array.isArray(model)) {
      return undefined;
    }
    const kind = 'queryType' in model || queryType === '' ? {} : { queryType };
    return { ...kind, ...model, refId } as MeshQuery;
  } catch {
    return undefined;
  }
}

function judge(resolved: Resolved): ServerQuery {
  switch (resolved.outcome) {
    case 'nothing':
      return { outcome: 'invalid', message: resolved.reason };
    case 'invalid':
      return { outcome: 'invalid', message: resolved.message };
    case 'ready':
      if (resolved.query.queryType === 'timeseries' && (resolved.query.metrics ?? []).length === 0) {
        return { outcome: 'invalid', message: 'The query has no metric. Choose at least one.' };
      }
      return resolved.notices.length === 0
        ? { outcome: 'ready', query: resolved.query }
        : { outcome: 'invalid', message: resolved.notices.join(' ') };
  }
}

/** Only browsers know what variables stand for. */
const withoutVariables = {
  replace: (text: string | undefined) => text ?? '',
  getVariables: () => [],
  containsTemplate: () => false,
};

/** `$node`, `${node}`, `[[node]]`; `$__all` is a word people use for "all". */
const VARIABLE = /\$(?!__all\b)[A-Za-z_]\w*|\$\{\w+[^}]*\}|\[\[\w+[^\]]*\]\]/;

function firstVariable(query: MeshQuery): string | undefined {
  const { metrics, nodes, gateways, channels, roles, portnums, eventKinds, filters } = query;
  const filterTexts = Array.isArray(filters) ? filters.flatMap((one) => [one?.value, ...(one?.values ?? [])]) : [];
  const texts = [metrics, nodes, gateways, channels, roles, portnums, eventKinds, filterTexts].flat();
  return texts.map((text) => VARIABLE.exec(String(text ?? ''))?.[0]).find((found) => found !== undefined);
}

function variableWords(variable: string): string {
  return `${variable} is a variable of a dashboard, which has no value here. Choose values, or leave the field empty for all.`;
}
