import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { EditorServices } from '../services';

/** Props of the fields for some options: editors of all query types that take these options fit. */
export interface FieldProps<Options extends object, T extends QueryType = QueryType> {
  readonly services: EditorServices;
  readonly query: Options & { readonly queryType: T };
  readonly change: (patch: Options) => void;
}
