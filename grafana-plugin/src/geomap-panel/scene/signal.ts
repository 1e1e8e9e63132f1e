import { SNR_FAIR_DB, SNR_GOOD_DB } from '@mesh-observatory/contract/thresholds';
import { FieldColorModeId, type Field, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { MapLink } from '../frames/model';
import { mapPalette } from './colors';
import { displayOf, scaleLegend, type ScaleLegend } from './colorScale';

export function snrColor(snr: number | undefined, theme: GrafanaTheme2): string {
  if (snr === undefined) {
    return mapPalette(theme).faint;
  }
  const name = snr >= SNR_GOOD_DB ? 'green' : snr >= SNR_FAIR_DB ? 'yellow' : 'red';
  return theme.visualization.getColorByName(name);
}

/** Whether a field is colored by SNR thresholds: fields in dB without thresholds of their own are. */
function isJudgedBySnr(field: Field | undefined): boolean {
  if (field === undefined) {
    return true;
  }
  const meant =
    field.config.color?.mode === FieldColorModeId.Thresholds && (field.config.thresholds?.steps.length ?? 0) > 1;
  return !meant && (field.config.unit === 'dB' || field.name.toLowerCase().includes('snr'));
}

function fieldColors(field: Field, theme: GrafanaTheme2): (value: number) => string {
  if (isJudgedBySnr(field)) {
    return (value) => snrColor(value, theme);
  }
  const display = displayOf(field, theme);
  const known = new Map<number, string>();
  return (value) => {
    const color = known.get(value) ?? display(value).color ?? snrColor(value, theme);
    known.set(value, color);
    return color;
  };
}

/** False for a hop through MQTT or a network: it has no signal and no distance, and makes no neighbors. */
export const isRadioLink = (kind: string) => kind !== 'internet';

const colorsByField = new WeakMap<Field, { theme: GrafanaTheme2; colorOf: (value: number) => string }>();

/** Color by the link's value; formatting a value costs more than drawing a line, so each value is asked for once. */
export function linkColor(link: Pick<MapLink, 'kind' | 'value' | 'valueField'>, theme: GrafanaTheme2): string {
  const { kind, value, valueField } = link;
  if (!isRadioLink(kind)) {
    return theme.visualization.getColorByName('purple');
  }
  if (value === undefined || valueField === undefined) {
    return snrColor(value, theme);
  }
  const known = colorsByField.get(valueField);
  const colors = known?.theme === theme ? known : { theme, colorOf: fieldColors(valueField, theme) };
  if (colors !== known) {
    colorsByField.set(valueField, colors);
  }
  return colors.colorOf(value);
}

export function snrLegend(theme: GrafanaTheme2): ScaleLegend {
  const step = (label: string, snr: number) => ({ label, color: snrColor(snr, theme) });
  return {
    title: t('legend.snr', 'SNR'),
    kind: 'steps',
    steps: [
      step(`< ${SNR_FAIR_DB} dB`, SNR_FAIR_DB - 1),
      step(`≥ ${SNR_FAIR_DB} dB`, SNR_FAIR_DB),
      step(`≥ ${SNR_GOOD_DB} dB`, SNR_GOOD_DB),
    ],
  };
}

export function linkLegend(links: readonly MapLink[], at: number, theme: GrafanaTheme2): ScaleLegend {
  const colored = links.find(({ valueField }) => valueField !== undefined);
  return colored?.valueField === undefined || isJudgedBySnr(colored.valueField)
    ? snrLegend(theme)
    : scaleLegend(colored.ref.frame, colored.valueField, at, theme);
}
