import type { PanelOptionsEditorBuilder } from '@grafana/data';
import type { MeshMapOptions } from '../types';

export type Builder = PanelOptionsEditorBuilder<MeshMapOptions>;
