import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { hastyTasks, patientDeadlines, scaleTimers } from '@mesh-observatory/test-kit/timers';
import { until } from '@mesh-observatory/test-kit/until';
import { generated, MESH, panelsOf, type Panel, type Target } from './generated.js';
import { ask, choices, rowsOf, toWire, type Field, type Result, type TimeRange, type Values } from './meshQueries.js';
import { emptyInTheSimulatedMesh } from './emptyPanels.js';

const HOUR_MS = 3_600_000;
const POLL_MS = 500;

interface SimulatedMesh {
  readonly collector: Collector;
  readonly range: TimeRange;
  readonly nodes: readonly string[];
  /** Values of the variables. */
  readonly some: Values;
}

/** All kinds of nodes and sensors, for a few hours. */
let mesh: SimulatedMesh;
/** A few nodes, for two days: how long a battery will last is told from those. */
let longMesh: SimulatedMesh;
let isQuery: ValidateFunction;

beforeAll(async () => {
  [mesh, longMesh] = await Promise.all([startMesh(60, 6), startMesh(12, 50)]);
  isQuery = await queryValidator(mesh.collector);
});

async function startMesh(size: number, hours: number): Promise<SimulatedMesh> {
  const collector = await startSimulatedCollector(
    `nodes=${size},seed=7,history=${hours}`,
    {},
    { preloads: [scaleTimers({ ...hastyTasks, ...patientDeadlines })] },
  );
  const range = { from: Date.now() - hours * HOUR_MS, to: Date.now() };
  const [nodes = [], gateways = [], channels = [], roles = []] = await Promise.all(
    ['nodes', 'gateways', 'channels', 'roles'].map((kind) => choices(collector, kind)),
  );
  return {
    collector,
    range,
    nodes,
    some: { node: nodes.slice(0, 3), gateway: gateways, channel: channels, role: roles },
  };
}

/** The collector's own description of a query, with nothing allowed that it does not name. */
async function queryValidator({ url }: Collector): Promise<ValidateFunction> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
    components: { schemas: Record<string, object> };
  };
  const { schemas } = document.components;
  const strict = { ...schemas.MeshQuery, unevaluatedProperties: false };
  const ajv = new Ajv2020({ strict: false });
  return ajv.compile({ ...strict, components: { schemas } });
}

const meshTargets = ({ targets = [] }: Panel): Target[] => targets.filter(({ datasource }) => datasource.type === MESH);

const dashboards = generated.map(([uid, dashboard]) => [uid, panelsOf(dashboard), dashboard] as const);
const meshDashboards = dashboards.filter(([, panels]) => panels.some((panel) => meshTargets(panel).length > 0));

/** The collector records its readings at intervals, some of them only after the first messages. */
function untilRecorded(
  { collector, range }: SimulatedMesh,
  targets: readonly Target[],
): Promise<Record<string, Result>> {
  return until(
    async () => {
      const answered = await ask(collector, targets, { from: range.from, to: Date.now() });
      return Object.values(answered).every((result) => rowsOf(result) > 0) && answered;
    },
    { what: 'rows about the collector itself', timeoutMs: 240_000, everyMs: POLL_MS },
  );
}

const isFilled = (results: Record<string, Result>): boolean =>
  Object.values(results).some((result) => rowsOf(result) > 0);

/** Nodes differ in what they measure: for a dashboard about one node, any of them that fills the panel will do. */
async function answerIn(
  { collector, range, nodes }: SimulatedMesh,
  uid: string,
  targets: readonly Target[],
): Promise<Record<string, Result>> {
  if (uid !== 'mesh-node') return ask(collector, targets, range);
  let answered: Record<string, Result> = {};
  for (const node of nodes) {
    answered = await ask(collector, targets, range, { one: [node] });
    if (isFilled(answered)) break;
  }
  return answered;
}

async function answer(uid: string, targets: readonly Target[]): Promise<Record<string, Result>> {
  if (uid === 'mesh-collector') return untilRecorded(mesh, targets);
  const answered = await answerIn(mesh, uid, targets);
  return isFilled(answered) ? answered : answerIn(longMesh, uid, targets);
}

describe.each(meshDashboards)('%s', (uid, panels, dashboard) => {
  it.each(panels.filter((panel) => meshTargets(panel).length > 0).map((panel) => [panel.title, panel] as const))(
    'fills "%s"',
    async (_title, panel) => {
      const targets = meshTargets(panel);
      const results = await answer(uid, targets);
      for (const target of targets) expect(results[target.refId]).toMatchObject({ status: 200 });
      const rows = Object.values(results).reduce((sum, result) => sum + rowsOf(result), 0);
      const reason = emptyInTheSimulatedMesh[`${uid}/${panel.id}`];
      // A panel that is filled after all does not belong on the list any more.
      expect({ panel: `${uid}/${panel.id}`, empty: rows === 0 }).toEqual({
        panel: `${uid}/${panel.id}`,
        empty: reason !== undefined,
      });
      for (const { refId, frames } of Object.entries(results).map(([refId, result]) => ({ refId, ...result })))
        for (const { schema } of frames) expect(schema.refId).toBe(refId);
      expectUnits(panel, results);
      expectColumns(panel, results, rows);
    },
  );

  it('asks what the collector says it answers, with every variable filled in', async () => {
    const targets = panels.flatMap(meshTargets);
    const { collector, range, nodes, some } = mesh;
    const values = uid === 'mesh-node' ? { ...some, one: nodes.slice(0, 1) } : some;
    for (const target of [...targets, ...dashboard.annotations.list.map((one) => one.target)]) {
      const wire = toWire(target, values);
      expect(JSON.stringify(wire)).not.toContain('$');
      isQuery(wire);
      expect({ wire, errors: isQuery.errors }).toEqual({ wire, errors: null });
      const results = await ask(collector, [target], range, values);
      expect(results[target.refId]).toMatchObject({ status: 200 });
    }
  });
});

const override = (panel: Panel, field: string, id: string) =>
  panel.fieldConfig?.overrides
    .filter(({ matcher }) => matcher.id === 'byName' && matcher.options === field)
    .flatMap(({ properties }) => properties)
    .find((property) => property.id === id)?.value;

const columnsOf = (panel: Panel) =>
  (panel.fieldConfig?.overrides ?? []).flatMap(({ matcher }) =>
    matcher.id === 'byName' ? [String(matcher.options)] : [],
  );

const DRAWN = ['stat', 'timeseries', 'bargauge', 'histogram', 'gauge'];

/** Every number that is drawn says what it is a number of. */
function expectUnits(panel: Panel, results: Record<string, Result>): void {
  const isTable = panel.type === 'table';
  if (!isTable && !DRAWN.includes(panel.type)) return;
  const shown = isTable ? columnsOf(panel) : undefined;
  const chosen = /^\/(.*)\/$/.exec(panel.options?.reduceOptions?.fields ?? '')?.[1];
  for (const { frames } of Object.values(results)) {
    for (const { name, type, config } of frames.flatMap(({ schema }) => schema.fields)) {
      if (type !== 'number' || (shown !== undefined && !shown.includes(name))) continue;
      if (chosen !== undefined && !new RegExp(chosen).test(config?.displayName ?? name)) continue;
      const unit = override(panel, name, 'unit') ?? panel.fieldConfig?.defaults.unit ?? config?.unit;
      expect({ panel: panel.title, name, unit }).toEqual({ panel: panel.title, name, unit: expect.any(String) });
    }
  }
}

/** A table names the columns it shows: they have to be there. Transformations may make others. */
function expectColumns(panel: Panel, results: Record<string, Result>, rows: number): void {
  if (panel.type !== 'table' || rows === 0 || 'transformations' in panel) return;
  const found = new Set(
    Object.values(results).flatMap(({ frames }) =>
      frames.flatMap(({ schema }) => schema.fields.map(({ name }) => name)),
    ),
  );
  for (const { frames } of Object.values(results))
    for (const { schema } of frames) expectNoNameTwice(panel, schema.fields);
  for (const column of columnsOf(panel))
    expect([panel.title, [...found]]).toEqual([panel.title, expect.arrayContaining([column])]);
}

/** Grafana's table knows columns by the names they show: a later one of the same name, even hidden, takes its place. */
function expectNoNameTwice(panel: Panel, fields: readonly Field[]): void {
  const shownAs = ({ name, config }: Field) => override(panel, name, 'displayName') ?? config?.displayName ?? name;
  for (const [at, field] of fields.entries()) {
    if (!columnsOf(panel).includes(field.name)) continue;
    const later = fields.slice(at + 1).filter((other) => shownAs(other) === shownAs(field));
    expect([panel.title, field.name, later.map(({ name }) => name)]).toEqual([panel.title, field.name, []]);
  }
}

describe('the list of panels that stay empty in the simulated mesh', () => {
  const known = new Set(dashboards.flatMap(([uid, panels]) => panels.map(({ id }) => `${uid}/${id}`)));

  it('gives a reason for each, and names only panels there are', () => {
    for (const [panel, reason] of Object.entries(emptyInTheSimulatedMesh)) {
      expect(known).toContain(panel);
      expect(reason).toMatch(/^.{20}/);
    }
  });

  it('does not grow unnoticed', () => {
    expect(Object.keys(emptyInTheSimulatedMesh)).toHaveLength(0);
  });
});
