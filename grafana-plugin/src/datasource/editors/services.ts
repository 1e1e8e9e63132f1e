import type { DataSourceApi } from '@grafana/data';
import type { Choices } from '../client/choices';
import type { Templates } from '../query/interpolate';
import type { MeshOptions, SavedQuery } from '../types';

/** The part of the data source that the fields of the editors use. */
export interface EditorServices {
  /** Choices of the pickers. */
  readonly choices: Choices;
  /** Variables of the dashboard. */
  readonly templates: Templates;
}

/** A data source as its editors see it. */
export type EditorDataSource = DataSourceApi<SavedQuery, MeshOptions> & EditorServices;
