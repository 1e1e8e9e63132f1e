import type { ComponentType } from 'react';
import type { MeshDataSource } from '../datasource';
import type { MeshQuery } from '../types';

/** What the editor of one kind of query gets. */
export interface SubEditorProps {
  readonly datasource: Pick<MeshDataSource, 'choices' | 'templates'>;
  readonly query: MeshQuery;
  /** Changes the query and runs it. */
  readonly change: (patch: Partial<MeshQuery>) => void;
}

export type SubEditor = ComponentType<SubEditorProps>;
