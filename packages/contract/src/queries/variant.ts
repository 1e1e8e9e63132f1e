import { z } from 'zod';
import { commonOptions, queryOptions, type OptionName } from './query-options.js';

type Options = typeof queryOptions;

function pick<N extends OptionName>(names: readonly N[]): Pick<Options, N> {
  return Object.fromEntries(names.map((name) => [name, queryOptions[name]])) as Pick<Options, N>;
}

/** Schema of the queries of one type: the options of every query and those the type takes; any other option is ignored. */
export function variant<const T extends string, N extends OptionName>(type: T, names: readonly N[]) {
  return z.object({ ...commonOptions, queryType: z.literal(type), ...pick(names) });
}
