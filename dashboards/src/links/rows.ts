import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';

/** Grafana takes an unknown number for 0. */
const onlyKnown = (fieldName: string, comparison: 'lower' | 'greater', value: number): DataTransformerConfig => ({
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'all',
    filters: [
      { fieldName, config: { id: 'isNotNull', options: {} } },
      { fieldName, config: { id: comparison, options: { value } } },
    ],
  },
});

/** Only rows whose number is known and lower than the limit. */
export const below = (fieldName: string, limit: number) => onlyKnown(fieldName, 'lower', limit);

/** Only rows whose number is known and greater than the limit. */
export const above = (fieldName: string, limit: number) => onlyKnown(fieldName, 'greater', limit);
