/**
 * Grafana unit of counts: whole numbers are written in full, as people write them (2,314). Grafana's `short` would make
 * 2 K of it.
 */
export const COUNT_UNIT = 'locale';
