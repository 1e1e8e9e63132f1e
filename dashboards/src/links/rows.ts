/** Only rows whose number is known and lower than the limit. */
export const below = (fieldName: string, limit: number) => ({
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'all',
    filters: [{ fieldName, config: { id: 'lower', options: { value: limit } } }],
  },
});

/** Only rows whose number is known and greater than the limit. */
export const above = (fieldName: string, limit: number) => ({
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'all',
    filters: [{ fieldName, config: { id: 'greater', options: { value: limit } } }],
  },
});
