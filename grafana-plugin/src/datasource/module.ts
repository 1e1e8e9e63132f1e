import { DataSourcePlugin } from '@grafana/data';
import { MeshDataSource } from './datasource';
import { ConfigEditor } from './editors/ConfigEditor';
import { QueryEditor } from './editors/QueryEditor';
import { QueryHelp } from './editors/QueryHelp';
import type { MeshOptions, MeshQuery, MeshSecureOptions } from './types';

export const plugin = new DataSourcePlugin<MeshDataSource, MeshQuery, MeshOptions, MeshSecureOptions>(MeshDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
