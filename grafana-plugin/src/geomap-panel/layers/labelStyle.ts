import type { GrafanaTheme2 } from '@grafana/data';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { mapPalette } from '../scene/colors';

export interface LabelLook {
  readonly text: string;
  /** Pixels from the middle of the thing down to the label. */
  readonly offset: number;
  readonly strong: boolean;
  readonly faint: boolean;
  readonly color?: string;
}

const MAX_LENGTH = 24;
const shorten = (text: string) => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text);

/** Text with a halo, below the thing it names. Names come from strangers: they are drawn as text, whatever they hold. */
export function labelStyle(look: LabelLook, theme: GrafanaTheme2): Style {
  const { halo, label, place } = mapPalette(theme);
  return new Style({
    text: new Text({
      text: shorten(look.text.replaceAll(/\s+/g, ' ')),
      font: `${look.strong ? 600 : 500} 11px ${theme.typography.fontFamily}`,
      offsetY: look.offset,
      textBaseline: 'top',
      padding: [1, 3, 1, 3],
      fill: new Fill({ color: look.color ?? (look.faint ? place : label) }),
      stroke: new Stroke({ color: halo, width: 3 }),
    }),
  });
}
