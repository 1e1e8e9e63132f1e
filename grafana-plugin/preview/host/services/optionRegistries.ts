/**
 * Registers the standard field options and transformations. The processors are Grafana's: overrides, thresholds, mappings
 * and data links depend on them. The editors render nothing, because the preview has no panel editor.
 */
import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  ThresholdsMode,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
  type FieldConfigPropertyItem,
  type StandardEditorsRegistryItem,
} from '@grafana/data';

const drawNothing = () => null;

const editorIds = [
  'actions', 'boolean', 'cellActions', 'color', 'dashboard-uid', 'dashboardUid', 'field-name', 'fieldColor', 'fieldName',
  'fields', 'links', 'mappings', 'multi-select', 'number', 'radio', 'select', 'slider', 'stats-picker', 'statsPicker',
  'strings', 'text', 'thresholds', 'timezone', 'unit', 'value-mappings',
]; // prettier-ignore

type Processor = FieldConfigPropertyItem['process'];

const category = ['Standard options'];

function option(id: string, process: Processor, defaultValue?: unknown): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    category,
    editor: drawNothing,
    override: drawNothing,
    process,
    shouldApply: () => true,
    settings: {},
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

export function registerOptions(): void {
  standardEditorsRegistry.setInit(() =>
    editorIds.map((id): StandardEditorsRegistryItem => ({ id, name: id, editor: drawNothing })),
  );
  // One transformer is exported under two names.
  const transformers = new Map(Object.values(standardTransformers).map((one) => [one.id, one]));
  standardTransformersRegistry.setInit(() =>
    [...transformers.values()].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      imageDark: '',
      imageLight: '',
      transformation: async () => transformation as never,
      editor: drawNothing as never,
    })),
  );
  standardFieldConfigEditorRegistry.setInit(() => [
    option('displayName', displayNameOverrideProcessor),
    option('unit', unitOverrideProcessor),
    option('min', numberOverrideProcessor),
    option('max', numberOverrideProcessor),
    option('fieldMinMax', booleanOverrideProcessor),
    option('decimals', numberOverrideProcessor),
    option('noValue', stringOverrideProcessor),
    { ...option('color', identityOverrideProcessor), settings: { byValueSupport: true, preferThresholdsMode: true } },
    option('thresholds', thresholdsOverrideProcessor, {
      mode: ThresholdsMode.Absolute,
      steps: [
        { value: -Infinity, color: 'green' },
        { value: 80, color: 'red' },
      ],
    }),
    option('mappings', valueMappingsOverrideProcessor, []),
    option('links', dataLinksOverrideProcessor),
    option('actions', identityOverrideProcessor),
    option('filterable', booleanOverrideProcessor),
  ]);
}
