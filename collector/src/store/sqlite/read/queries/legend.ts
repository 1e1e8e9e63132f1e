/** Fills `{{label}}` in a legend; unknown labels become empty. Without a template the fallback is the name. */
export function legendOf(
  template: string | undefined,
  labels: Readonly<Record<string, string>>,
  fallback: string,
): string {
  if (template === undefined || template === '') return fallback;
  const filled = template.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_match, label: string) =>
    Object.hasOwn(labels, label) ? (labels[label] ?? '') : '',
  );
  return filled.trim() === '' ? fallback : filled;
}
