import { t } from '@grafana/i18n';
import type { PanelOptionsEditorItem } from '@grafana/data';

interface Choice {
  readonly value: unknown;
  readonly label: string;
  readonly description?: string;
}
interface WithChoices {
  readonly options?: readonly Choice[];
}

const keyOf = (name: string) => name.toLowerCase().replaceAll(/\W+/g, '-');

function translateChoices(path: string, settings: unknown): unknown {
  const { options } = (settings ?? {}) as WithChoices;
  const translated = options?.map((choice) => {
    const key = `options.${path}.choices.${keyOf(String(choice.value))}`;
    return {
      ...choice,
      label: t(`${key}.label`, choice.label),
      ...(choice.description === undefined ? {} : { description: t(`${key}.description`, choice.description) }),
    };
  });
  return translated === undefined ? settings : { ...(settings as object), options: translated };
}

/** Options as somebody reads them: in one place, so that each option is written down once, in English. */
export function translateOptions(items: readonly PanelOptionsEditorItem[]): void {
  for (const item of items) {
    const { path, name, description, category, settings } = item;
    Object.assign(item, {
      name: t(`options.${path}.name`, name),
      category: category?.map((one) => t(`categories.${keyOf(one ?? '')}`, one ?? '')),
      settings: translateChoices(path, settings),
      ...(description === undefined ? {} : { description: t(`options.${path}.description`, description) }),
    });
  }
}
