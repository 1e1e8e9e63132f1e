import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readYaml, readText, filesBelow, inRepository } from '../support/repository.js';
import { alertingFile, dashboardsFile, datasourcesFile, pluginsFile } from './schemas.js';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTuples: false, strictRequired: false });
const schemas = {
  datasources: datasourcesFile,
  dashboards: dashboardsFile,
  plugins: pluginsFile,
  alerting: alertingFile,
};
type Kind = keyof typeof schemas;
const validators = Object.fromEntries(
  Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]),
) as Readonly<Record<Kind, ReturnType<typeof ajv.compile>>>;

const folder = 'provisioning/grafana';
const files = filesBelow(folder, '.yaml');

/** The folder where select.sh puts it decides how Grafana reads it. */
function kindOf(path: string): Kind {
  const found = (Object.keys(schemas) as Kind[]).find((kind) => path.startsWith(`${folder}/${kind}/`));
  return found ?? (path.endsWith('/datasource.yaml') ? 'datasources' : 'alerting');
}

interface RuleQuery {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly relativeTimeRange: { readonly from: number };
  readonly model: {
    readonly refId: string;
    readonly expression?: string;
    readonly datasource: { readonly uid: string };
  };
}
interface Rule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly RuleQuery[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly dashboardUid?: string;
  readonly panelId?: number;
}

const ruleFiles = ['alerting/mesh-rules.yaml', 'optional/prometheus/rules.yaml'].map((path) => `${folder}/${path}`);
const rulesOf = (path: string) =>
  (readYaml(path) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);
const uidsOf = (path: string) => rulesOf(path).map(({ uid }) => uid);

/** GitHub's anchors of the headings of a page. */
function anchorsOf(path: string): string[] {
  const headings = readText(path).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it.each(files)('%s is what Grafana reads', (path) => {
  const validate = validators[kindOf(path)];
  const valid = validate(readYaml(path));
  expect({ valid, errors: validate.errors }).toEqual({ valid: true, errors: null });
});

it('a key that Grafana does not know is noticed', () => {
  const content = readYaml(`${folder}/datasources/mesh-observatory.yaml`) as { datasources: Record<string, unknown>[] };
  content.datasources[0]!.secureJson = {};
  expect(validators.datasources(content)).toBe(false);
});

describe.each(ruleFiles)('the rules of %s', (path) => {
  const rules = rulesOf(path);

  it('have uids of their own', () => {
    expect(new Set(uidsOf(path)).size).toBe(rules.length);
  });

  it.each(rules.map((rule) => [rule.title, rule] as const))('"%s" asks and compares what is there', (_, rule) => {
    const refIds = rule.data.map(({ refId }) => refId);
    expect(new Set(refIds).size).toBe(refIds.length);
    expect(refIds).toContain(rule.condition);
    for (const query of rule.data) {
      expect(query.model.refId).toBe(query.refId);
      expect(query.model.datasource.uid).toBe(query.datasourceUid);
      if (query.datasourceUid === '__expr__') {
        const formula = query.model.expression ?? '';
        const used = formula.includes('$') ? [...formula.matchAll(/\$([A-Z])/g)].map(([, refId]) => refId) : [formula];
        expect(used.length).toBeGreaterThan(0);
        // Only what stands before it: so there are no circles either.
        for (const refId of used) expect(refIds.slice(0, refIds.indexOf(query.refId))).toContain(refId);
      } else {
        expect(query.relativeTimeRange.from).toBeGreaterThan(0);
      }
    }
  });

  it('lead to a chapter of the runbook', () => {
    const anchors = anchorsOf('docs/operations.md');
    const home = 'https://github.com/mesh-observatory/mesh-observatory/blob/main/docs/operations.md#';
    for (const { annotations } of rules) {
      expect(annotations.runbook_url).toMatch(home);
      expect(anchors).toContain(annotations.runbook_url!.slice(home.length));
    }
  });

  it('point at panels that exist, if they do', () => {
    const json = inRepository('dashboards/json');
    const dashboards = existsSync(json)
      ? readdirSync(json).map(
          (name) => readYaml(`dashboards/json/${name}`) as { uid: string; panels: { id: number }[] },
        )
      : [];
    for (const { dashboardUid, panelId } of rules) {
      if (dashboardUid === undefined) expect(panelId).toBeUndefined();
      else {
        const panels = dashboards.find(({ uid }) => uid === dashboardUid)?.panels.map(({ id }) => id) ?? [];
        expect(panels).toContain(panelId);
      }
    }
  });

  it('hold no dollar where it would be taken for an environment variable', () => {
    // Grafana leaves annotations and query models alone today, and has been about to change its mind.
    for (const rule of rules) {
      expect(JSON.stringify({ ...rule, data: [] })).not.toContain('$');
      for (const { model } of rule.data) expect(JSON.stringify({ ...model, expression: '' })).not.toContain('$');
    }
  });
});

it('rules about nodes and gateways ask for what is beyond the limit, and tell alerts apart by ids alone', () => {
  const about = rulesOf(ruleFiles[0]!).filter(({ labels }) => /node|gateway/.test(labels.subject!));
  expect(about.length).toBeGreaterThan(10);
  for (const { data } of about) {
    const { model } = data.find(({ refId }) => refId === 'A')!;
    expect(model).toMatchObject({ labels: 'ids' });
    expect(Object.keys(model).filter((option) => option === 'above' || option === 'below')).toHaveLength(1);
  }
});

it('both variants hold the same rules, so that one replaces the other', () => {
  expect(uidsOf(ruleFiles[0]!)).toEqual(uidsOf(ruleFiles[1]!));
});
