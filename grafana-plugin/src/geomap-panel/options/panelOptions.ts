import type { PanelOptionsEditorBuilder } from '@grafana/data';
import type { MeshMapOptions } from '../types';
import { addBasemapOptions, addControlOptions, addInteractionOptions, addViewOptions } from './mapOptions';
import { addMappingOptions } from './mappingOptions';
import { addAreaOptions, addLinkOptions, addNodeOptions, addTrackOptions } from './layerOptions';
import { translateOptions } from './translateOptions';

export type Builder = PanelOptionsEditorBuilder<MeshMapOptions>;

/** The options of the panel, most wanted first. */
export function addPanelOptions(builder: Builder): void {
  addBasemapOptions(builder);
  addViewOptions(builder);
  addNodeOptions(builder);
  addLinkOptions(builder);
  addTrackOptions(builder);
  addAreaOptions(builder);
  addControlOptions(builder);
  addInteractionOptions(builder);
  addMappingOptions(builder);
  translateOptions(builder.getItems());
}
