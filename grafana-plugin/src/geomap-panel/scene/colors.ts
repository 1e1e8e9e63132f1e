import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';

const channels = (color: string) => colorManipulator.decomposeColor(color).values;

/** `share` of `to` in `from`; both any CSS color Grafana knows. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const part = (index: number) => Math.round((a[index] ?? 0) + ((b[index] ?? 0) - (a[index] ?? 0)) * share);
  return `rgb(${part(0)}, ${part(1)}, ${part(2)})`;
}

/** A color of the palette, always the same for the same text. */
export function categoryColor(theme: GrafanaTheme2, text: string): string {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (hash * 31 + text.charCodeAt(index)) | 0;
  }
  const palette = ['blue', 'orange', 'purple', 'green', 'yellow', 'red', 'light-blue', 'light-orange', 'light-purple'];
  return theme.visualization.getColorByName(palette[Math.abs(hash) % palette.length] ?? 'blue');
}

/** Colors of the map that follow the theme. */
export interface MapPalette {
  readonly water: string;
  readonly land: string;
  readonly coast: string;
  readonly border: string;
  readonly place: string;
  readonly grid: string;
  readonly halo: string;
  readonly label: string;
  /** Of the number on a stack of nodes, whose plate has the color of labels. */
  readonly stackText: string;
  readonly faint: string;
  readonly accent: string;
  readonly gateway: string;
}

const palettes = new WeakMap<GrafanaTheme2, MapPalette>();

export function mapPalette(theme: GrafanaTheme2): MapPalette {
  const palette = palettes.get(theme) ?? createPalette(theme);
  palettes.set(theme, palette);
  return palette;
}

function createPalette(theme: GrafanaTheme2): MapPalette {
  const { colors, isDark } = theme;
  const base = colors.background.primary;
  return {
    water: isDark ? mix(base, '#0d1a2b', 0.55) : mix(base, '#c9dbe8', 0.75),
    land: isDark ? mix(base, '#2b2f38', 0.6) : mix(base, '#f6f5f1', 0.9),
    coast: isDark ? mix(base, '#8fa3b8', 0.42) : mix(base, '#7d94a8', 0.7),
    border: isDark ? mix(base, '#ffffff', 0.2) : mix(base, '#8a8a8a', 0.55),
    place: isDark ? mix(base, '#ffffff', 0.48) : mix(base, '#222222', 0.55),
    grid: colorManipulator.alpha(isDark ? '#b8c7d9' : '#3d5266', 0.1),
    halo: colorManipulator.alpha(isDark ? '#0b0d12' : '#ffffff', 0.85),
    label: colors.text.maxContrast,
    stackText: isDark ? '#0b0d12' : '#ffffff',
    faint: theme.visualization.getColorByName(isDark ? '#6e7480' : '#9aa0a8'),
    accent: colors.primary.text,
    gateway: theme.visualization.getColorByName(isDark ? 'light-blue' : 'blue'),
  };
}
