/** The committed dashboards, as Grafana gets them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly queryType?: string;
  readonly expr?: string;
  readonly [key: string]: unknown;
}

export interface Override {
  readonly matcher: { readonly id: string; readonly options: unknown };
  readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
}

export interface Thresholds {
  readonly steps: readonly { readonly value: number | null; readonly color: string }[];
}

export interface Mapping {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface FieldDefaults {
  readonly unit?: string;
  readonly noValue?: string;
  readonly thresholds?: Thresholds;
  readonly color?: { readonly mode: string; readonly fixedColor?: string };
  readonly mappings?: readonly Mapping[];
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly Target[];
  readonly panels?: readonly Panel[];
  readonly collapsed?: boolean;
  readonly options?: { readonly reduceOptions?: { readonly fields?: string } };
  readonly fieldConfig?: {
    readonly defaults: FieldDefaults;
    readonly overrides: readonly Override[];
  };
}

export interface Variable {
  readonly name: string;
  readonly description?: string;
  readonly type: string;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly query: unknown;
  readonly datasource?: { readonly type: string; readonly uid: string };
}

export interface Annotation {
  readonly name: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly target: Target;
}

export interface Generated {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly links: readonly {
    type: string;
    tags: string[];
    includeVars: boolean;
    keepTime: boolean;
    placement?: string;
  }[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly panels: readonly Panel[];
}

export const folder = join(import.meta.dirname, '..', 'json');

export const generated: readonly (readonly [uid: string, dashboard: Generated])[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Generated]);

/** All but rows; panels of closed rows too. */
export const panelsOf = ({ panels }: Generated): Panel[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));

export const MESH = 'meshobservatory-meshtastic-datasource';
