/** Texts of every rule when it fires and when it ends, rendered by Go templates as Grafana does. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { inRepository, readYaml } from '../support/repository.js';

interface Rule {
  readonly uid: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the result that names the rows, beside those of the alert. */
  readonly names?: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly resolved?: boolean;
  readonly error?: string;
}
interface Case {
  readonly annotations: Rule['annotations'];
  readonly alerts: readonly Alert[];
  readonly truncated?: number;
}
type Texts = Readonly<Record<'mesh.title' | 'mesh.message' | 'mesh.title.discord' | 'mesh.message.discord', string>>;

const { templates } = readYaml('provisioning/grafana/optional/notify/template.yaml') as {
  templates: { template: string }[];
};
const rulesOf = (path: string) =>
  (readYaml(`provisioning/grafana/${path}`) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);
const rules = { mesh: rulesOf('alerting/mesh-rules.yaml'), prometheus: rulesOf('optional/prometheus/rules.yaml') };

function render(cases: readonly Case[]): readonly Texts[] {
  const input = JSON.stringify({ template: templates[0]!.template, rules: cases });
  const output = execFileSync('go', ['run', inRepository('dashboards/test/alerting/render/main.go')], {
    input,
    encoding: 'utf8',
    env: { ...process.env, GO111MODULE: 'off' },
    maxBuffer: 1e8,
  });
  return JSON.parse(output) as Texts[];
}

const TOWER = '!0badca01';

/** Labels of what the rule is about, as its data source gives them: the mesh data source keeps names apart. */
function subjectOf(
  rule: Rule,
  dialect: keyof typeof rules,
  longName = 'Tower North',
  id = TOWER,
): Pick<Alert, 'labels' | 'names'> {
  const mesh = dialect === 'mesh';
  const ids: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    node: { node_id: id },
    gateway: { [mesh ? 'gateway_id' : 'node_id']: id },
    channel: { channel: 'LongFast' },
    broker: { broker: 'mqtt://10.0.0.1:1883' },
    collector: {},
  };
  const own = ids[rule.labels.subject!]!;
  const named = /node|gateway/.test(rule.labels.subject!) ? { ...own, long_name: longName } : own;
  return {
    labels: { alertname: rule.title, ...rule.labels, ...(mesh ? own : named) },
    ...(mesh && named !== own ? { names: named } : {}),
  };
}

const STATES = ['firing', 'over', 'no value', 'error', 'renamed', 'unnamed', 'hostile'] as const;
type State = (typeof STATES)[number];
const HOSTILE = '@everyone [free](http://e.x) {{ .Labels }} <b>%!';

function alertIn(state: State, rule: Rule, dialect: keyof typeof rules): Alert {
  const name = { renamed: 'Tower South', unnamed: TOWER, hostile: HOSTILE }[state as string];
  const subject = subjectOf(rule, dialect, name);
  if (state === 'no value') return { labels: subject.labels };
  if (state === 'error') return { labels: subject.labels, error: 'the token is refused' };
  return { ...subject, value: 0.5, resolved: state === 'over' };
}

const all = (Object.keys(rules) as (keyof typeof rules)[]).flatMap((dialect) =>
  rules[dialect].flatMap((rule) => STATES.map((state) => ({ dialect, rule, state }))),
);
const silent = rules.mesh.find(({ uid }) => uid === 'mesh-node-silent')!;
const outage = (nodes: number, truncated?: number): Case => ({
  annotations: silent.annotations,
  alerts: Array.from({ length: nodes }, (_, index) => ({
    ...subjectOf(silent, 'mesh', `Node ${index}`, `!${index.toString(16).padStart(8, '0')}`),
    value: 40_000,
  })),
  ...(truncated === undefined ? {} : { truncated }),
});
// All at once: starting Go takes longer than rendering.
const [whole, cut, few, ...texts] = render([
  outage(453),
  outage(10, 443),
  outage(10, 0),
  ...all.map(({ dialect, rule, state }) => ({
    annotations: rule.annotations,
    alerts: [alertIn(state, rule, dialect)],
  })),
]);
const textOf = all.map(({ dialect, rule, state }, index) => ({ dialect, rule, state, text: texts[index]! }));

describe('a message', () => {
  it.each(textOf.map((one) => [one.dialect, one.rule.uid, one.state, one] as const))(
    'of %s, %s, %s is for people',
    (_dialect, _uid, state, { rule, text }) => {
      const words = `${text['mesh.title']}\n${text['mesh.message']}`;
      expect(words).toContain(rule.title);
      if (state !== 'hostile') expect(words).not.toMatch(/\{\{|no value|%!|nil/);
      if (rule.labels.subject === 'node' || rule.labels.subject === 'gateway') {
        expect(words.split(TOWER).length).toBeGreaterThan(1);
        expect(words).not.toContain(`${TOWER} (${TOWER})`);
      }
      if (state === 'over') expect(words).not.toContain('since');
      else
        expect(words).toMatch(
          /since Mar 4 05:06 UTC[\s\S]*Dashboard: http:\/\/grafana\/d\/mesh-[\s\S]*What to do: https:/,
        );
      if (state === 'error') expect(words).toContain('the token is refused');
    },
  );

  it('says what is over by its name, not by a value that is gone', () => {
    const over = textOf.find(
      ({ dialect, rule, state }) => dialect === 'mesh' && rule.uid === 'mesh-gateway-down' && state === 'over',
    );
    expect(over!.text['mesh.message'].trim()).toBe('Over: Gateway down, Tower North (!0badca01)');
    expect(over!.text['mesh.title']).toBe('Over: Gateway down');
  });

  it('to Discord calls nobody, whatever a node is called', () => {
    for (const { text } of textOf.filter(({ state }) => state === 'hostile')) {
      const words = `${text['mesh.title.discord']}\n${text['mesh.message.discord']}`;
      expect(words).not.toContain('@everyone');
      expect(words).not.toContain('](');
    }
  });
});

describe('a mass outage', () => {
  it('is one message of ten lines that counts the rest', () => {
    expect(whole!['mesh.title']).toBe('Node silent (453)');
    expect(whole!['mesh.message'].match(/, since/g)).toHaveLength(10);
    expect(whole!['mesh.message']).toContain('The first 10 of 453.');
    expect(whole!['mesh.message'].length).toBeLessThan(2000);
  });

  it('is counted, too, where Grafana hands over only some of the alerts', () => {
    expect(cut!['mesh.title']).toBe('Node silent (10 and 443 more)');
    expect(cut!['mesh.message']).toContain('… and 443 more.');
    expect(few!['mesh.title']).toBe('Node silent (10)');
    expect(few!['mesh.message']).not.toContain('more.');
  });
});
