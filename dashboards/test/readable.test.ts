/** Everything a table or a number says can be read: enough room for it, and enough contrast. */
import { describe, expect, it } from '@jest/globals';
import { groundOf } from '../src/foundation/readable.js';
import { generated, panelsOf, type Override, type Panel } from './generated.js';

/** Grafana at 1440 px with its menu docked (300 px), its margins and the bar to scroll. */
const PAGE_PX = 1440 - 300 - 2 * 16 - 8;
const COLUMNS = 24;
const GAP_PX = 8;
/** Frame of a panel, and the bar to scroll a long table. */
const EDGES_PX = 2 + 10;
/** Grafana's minimum of a column without a width. */
const FREE_PX = 150;
/** Inter, 14 px, medium: measured over the titles in use. */
const LETTER_PX = 7.4;

const widthOf = ({ gridPos }: Panel) => Math.floor((gridPos.w * (PAGE_PX + GAP_PX)) / COLUMNS) - GAP_PX;

const valueOf = (override: Override, id: string) => override.properties.find((property) => property.id === id)?.value;

const all = generated.flatMap(([uid, dashboard]) =>
  panelsOf(dashboard).map((panel) => [`${uid}: ${panel.title}`, panel] as const),
);
const tables = all.filter(([, { type }]) => type === 'table');
const columnsOf = (panel: Panel) =>
  (panel.fieldConfig?.overrides ?? []).filter(
    (override) => override.matcher.id === 'byName' && valueOf(override, 'custom.hideFrom.viz') === false,
  );

describe('every table', () => {
  it.each(tables.filter(([, panel]) => columnsOf(panel).length > 0))(
    '%s has room for all its columns',
    (_name, panel) => {
      const needed = columnsOf(panel).map((column) =>
        Number(valueOf(column, 'custom.width') ?? valueOf(column, 'custom.minWidth') ?? FREE_PX),
      );
      const room = widthOf(panel) - EDGES_PX;
      expect({ needed, fits: needed.reduce((sum, px) => sum + px, 0) <= room, room }).toMatchObject({ fits: true });
    },
  );

  it.each(tables)('%s has room for the titles of its columns', (_name, panel) => {
    for (const column of columnsOf(panel)) {
      const title = String(valueOf(column, 'displayName') ?? column.matcher.options);
      const width = Number(valueOf(column, 'custom.width') ?? FREE_PX);
      expect({ title, width, fits: title.length * LETTER_PX + 16 <= width }).toMatchObject({ fits: true });
    }
  });

  it.each(tables)('%s shows names or ids, not both', (_name, panel) => {
    const shown = columnsOf(panel).map(({ matcher }) => String(matcher.options));
    expect(shown.filter((name) => /(Id|_id)$/.test(name))).toEqual([]);
  });
});

it.each(all)('%s has room for its title', (_name, panel) => {
  // Beside the title: its padding, the "i" and the sign of live data or of a notice.
  expect([panel.title, panel.title.length * LETTER_PX + 80 <= widthOf(panel)]).toEqual([panel.title, true]);
});

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

/** How Grafana writes on a colored ground (`getTextColorForAlphaBackground`), in both themes. */
function textOn(ground: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16));
  return (red * 299 + green * 587 + blue * 114) / 1000 > 180 ? '#202226' : '#f7f8fa';
}

const LEAST_CONTRAST = 4.5;

/** Colors anywhere in the settings of fields. */
function colorsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'color' || key === 'fixedColor') && typeof inner === 'string' ? [inner] : colorsIn(inner),
  );
}

const isColored = (override: Override) => JSON.stringify(override).includes('"color-background"');

describe('colored text', () => {
  it.each(all)('%s writes on grounds, never in a color', (_name, panel) => {
    expect(JSON.stringify(panel)).not.toContain('"color-text"');
    const { colorMode, graphMode } = panel.options as { colorMode?: string; graphMode?: string };
    if (panel.type === 'stat' && graphMode === 'none') expect(colorMode).toBe('background_solid');
  });

  it.each(all.filter(([, { type }]) => type === 'table' || type === 'stat'))('%s can be read', (_name, panel) => {
    const overrides = panel.fieldConfig?.overrides ?? [];
    const options = panel.options as { graphMode?: string };
    const drawn =
      panel.type === 'table' ? overrides.filter(isColored) : options.graphMode === 'none' ? panel.fieldConfig : [];
    for (const color of colorsIn(drawn).filter((one) => one !== 'transparent')) {
      expect(color).toMatch(/^#[0-9a-f]{6}$/);
      const measured = contrast(color, textOn(color));
      expect({ color, measured, enough: measured >= LEAST_CONTRAST }).toMatchObject({ enough: true });
    }
  });

  it.each(tables)(
    '%s decides itself about the grounds of its cells, instead of the colors of frames',
    (_name, panel) => {
      for (const override of (panel.fieldConfig?.overrides ?? []).filter(isColored)) {
        const ids = override.properties.map(({ id }) => id);
        const mapped = JSON.stringify(valueOf(override, 'mappings') ?? '').includes('"type":"value"');
        expect({ column: override.matcher.options, decided: ids.includes('thresholds') || mapped }).toMatchObject({
          decided: true,
        });
      }
    },
  );

  it('refuses a color without a readable ground', () => {
    expect(() => groundOf('semi-dark-green')).toThrow('No readable ground');
  });
});

describe('graphs', () => {
  it.each(all.filter(([, { type }]) => type === 'timeseries'))(
    '%s gives a name the same color as every other panel',
    (_name, panel) => {
      expect(JSON.stringify(panel.fieldConfig)).not.toMatch(/"palette-classic"/);
    },
  );
});
