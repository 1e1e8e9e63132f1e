import { DEFAULT_MODEM_PRESET, decodingLimitDb } from '@mesh-observatory/contract/modem-presets';
import { MARGIN_FAIR_DB, MARGIN_GOOD_DB } from '@mesh-observatory/contract/thresholds';
import { FieldColorModeId, type Field, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { MapLink } from '../frames/model';
import { mapPalette } from './colors';
import { displayOf, scaleLegend, type ScaleLegend } from './colorScale';

/** A measured signal. Data sources other than the collector state no margin. */
export interface Signal {
  readonly snr: number | undefined;
  /** dB above the decoding limit of the modem preset. */
  readonly margin?: number | undefined;
}

/** By the margin; where none is stated, by that of the default preset. */
export function signalColor({ snr, margin }: Signal, theme: GrafanaTheme2): string {
  const known = margin ?? (snr === undefined ? undefined : snr - decodingLimitDb(DEFAULT_MODEM_PRESET));
  if (known === undefined) {
    return mapPalette(theme).faint;
  }
  const name = known >= MARGIN_GOOD_DB ? 'green' : known >= MARGIN_FAIR_DB ? 'yellow' : 'red';
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
    return (value) => signalColor({ snr: value }, theme);
  }
  const display = displayOf(field, theme);
  const known = new Map<number, string>();
  return (value) => {
    const color = known.get(value) ?? display(value).color ?? signalColor({ snr: value }, theme);
    known.set(value, color);
    return color;
  };
}

/** False for a hop through MQTT or a network: it has no signal and no distance, and makes no neighbors. */
export const isRadioLink = (kind: string) => kind !== 'internet';

/** Whether a link shows its SNR, and the margin of it is known. */
const hasMargin = ({ margin, valueField }: Pick<MapLink, 'margin' | 'valueField'>) =>
  margin !== undefined && valueField?.name.toLowerCase() === 'snr';

const colorsByField = new WeakMap<Field, { theme: GrafanaTheme2; colorOf: (value: number) => string }>();

/** Color by the link's value; formatting a value costs more than drawing a line, so each value is asked for once. */
export function linkColor(
  link: Pick<MapLink, 'kind' | 'value' | 'margin' | 'valueField'>,
  theme: GrafanaTheme2,
): string {
  const { kind, value, margin, valueField } = link;
  if (!isRadioLink(kind)) {
    return theme.visualization.getColorByName('purple');
  }
  if (value === undefined || valueField === undefined || hasMargin(link)) {
    return signalColor({ snr: value, margin }, theme);
  }
  const known = colorsByField.get(valueField);
  const colors = known?.theme === theme ? known : { theme, colorOf: fieldColors(valueField, theme) };
  if (colors !== known) {
    colorsByField.set(valueField, colors);
  }
  return colors.colorOf(value);
}

export function marginLegend(theme: GrafanaTheme2): ScaleLegend {
  const step = (label: string, margin: number) => ({ label, color: signalColor({ snr: undefined, margin }, theme) });
  return {
    title: t('legend.margin', 'Margin above decoding limit'),
    kind: 'steps',
    steps: [
      step(`< ${MARGIN_FAIR_DB} dB`, MARGIN_FAIR_DB - 1),
      step(`≥ ${MARGIN_FAIR_DB} dB`, MARGIN_FAIR_DB),
      step(`≥ ${MARGIN_GOOD_DB} dB`, MARGIN_GOOD_DB),
    ],
  };
}

export function linkLegend(links: readonly MapLink[], at: number, theme: GrafanaTheme2): ScaleLegend {
  const colored = links.find(({ valueField }) => valueField !== undefined);
  return colored?.valueField === undefined || hasMargin(colored) || isJudgedBySnr(colored.valueField)
    ? marginLegend(theme)
    : scaleLegend(colored.ref.frame, colored.valueField, at, theme);
}
