import { layerOptions } from '../layers/options';
import type { Builder } from './builder';
import { addBasemapOptions, addControlOptions, addInteractionOptions, addViewOptions } from './mapOptions';
import { addMappingOptions } from './mappingOptions';

interface EditorSource {
  readonly addEditors: (builder: Builder) => void;
}

/** Adds the editors of all panel options, most used first. */
export function addPanelOptions(builder: Builder): void {
  addBasemapOptions(builder);
  addViewOptions(builder);
  for (const { addEditors } of Object.values<EditorSource>(layerOptions)) {
    addEditors(builder);
  }
  addControlOptions(builder);
  addInteractionOptions(builder);
  addMappingOptions(builder);
}
