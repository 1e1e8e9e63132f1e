import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { ComponentType } from 'react';
import type { EditorServices } from '../editors/services';
import type { MeshQueryOf } from '../types';

export interface EditorProps<T extends QueryType> {
  readonly services: EditorServices;
  readonly query: MeshQueryOf<T>;
  /** Changes the query and runs it. */
  readonly change: (patch: Partial<MeshQueryOf<T>>) => void;
}

/** One query type in the browser. Its options, limits and texts are the contract's. */
export interface QueryModule<T extends QueryType> {
  readonly Editor: ComponentType<EditorProps<T>>;
  /** The question in a few words, without nodes, channels and so on. Missing: the title of the query type. */
  readonly summary?: (query: MeshQueryOf<T>) => string;
}
