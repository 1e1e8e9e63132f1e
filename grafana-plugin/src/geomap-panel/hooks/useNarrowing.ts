import { useCallback, useMemo } from 'react';
import { locationService } from '@grafana/runtime';
import { writeVariable } from './useVariables';

export interface Narrowing {
  /** Shows only these nodes on the dashboard. */
  readonly narrowTo: (nodeIds: readonly string[]) => void;
  /** Shows all nodes again; undefined: the dashboard shows all. */
  readonly widen: (() => void) | undefined;
}

const ALL = '$__all';

function isNarrowed(variable: string): boolean {
  const value: unknown = locationService.getSearchObject()[`var-${variable}`];
  const values = Array.isArray(value) ? value : [value];
  return values.some((each) => typeof each === 'string' && each !== '' && each !== ALL && each !== 'All');
}

/** Narrows the dashboard to nodes by its variable, when asked: looking at a node changes nothing. Undefined: no variable. */
export function useNarrowing(variable: string): Narrowing | undefined {
  const narrowTo = useCallback((nodeIds: readonly string[]) => writeVariable(variable, nodeIds), [variable]);
  const widen = useCallback(() => writeVariable(variable, []), [variable]);
  const canWiden = variable !== '' && isNarrowed(variable);
  return useMemo(
    () => (variable === '' ? undefined : { narrowTo, widen: canWiden ? widen : undefined }),
    [variable, narrowTo, widen, canWiden],
  );
}
