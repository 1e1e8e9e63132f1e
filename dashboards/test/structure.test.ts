import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildDashboards, toJson } from '../src/dashboards.js';
import { folder, generated, panelsOf, type Panel } from './generated.js';

const COLUMNS = 24;

describe('the generated files', () => {
  it('are those that the sources build', () => {
    const built = buildDashboards().map((dashboard) => [`${String(dashboard.uid)}.json`, toJson(dashboard)] as const);
    expect(readdirSync(folder).sort()).toEqual(built.map(([name]) => name).sort());
    for (const [name, json] of built) expect(readFileSync(join(folder, name), 'utf8')).toBe(json);
  });

  it('are the same however often they are built', () => {
    expect(buildDashboards().map(toJson)).toEqual(buildDashboards().map(toJson));
  });
});

const overlap = (a: Panel['gridPos'], b: Panel['gridPos']) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each(generated)('%s', (uid, dashboard) => {
  const panels = panelsOf(dashboard);
  const isPublic = uid === 'mesh-public';
  const withRows = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

  it('has its file name as uid, a title, a description and our tag', () => {
    expect(dashboard.uid).toBe(uid);
    expect(uid).toMatch(/^mesh-[a-z-]+$/);
    expect(dashboard.title).toMatch(/\S/);
    expect(dashboard.description).toMatch(/\S{3}/);
    expect(dashboard.tags).toContain('mesh-observatory');
  });

  it('refreshes itself every 30 seconds or every minute', () => {
    expect(['30s', '1m']).toContain(dashboard.refresh);
  });

  it('names no host, no address and no data source but those of its variables', () => {
    const text = JSON.stringify(dashboard);
    expect(text).not.toMatch(/https?:|localhost|127\.0\.0\.1|\b\d+\.\d+\.\d+\.\d+\b/);
    const uids = [...text.matchAll(/"datasource":\{[^}]*\}\s*|"datasource":\{[^}]*"uid":"([^"]*)/g)].map(
      ([, one]) => one,
    );
    for (const one of uids) if (one !== undefined && !isPublic) expect(one).toMatch(/^\$\{(datasource|prometheus)\}?$/);
    for (const { targets = [], datasource } of panels)
      for (const one of [datasource, ...targets.map((target) => target.datasource)])
        expect(one?.uid ?? '${datasource}').toMatch(
          isPublic ? /^mesh-observatory$|^\$\{datasource\}$/ : /^\$\{(datasource|prometheus)\}$/,
        );
  });

  it('says of lists that grow with the mesh where they end, and finds the rest by typing', () => {
    for (const { name, query, description } of dashboard.templating.list) {
      if (!['node', 'gateway', 'channel'].includes(name)) continue;
      expect(description).toContain('The 2,000 heard last are listed; typing finds the others.');
      expect(query).toMatchObject({ search: '$__searchFilter' });
    }
  });

  it('has the variables every dashboard has, several at a time and all of them at first', () => {
    const variables = dashboard.templating.list;
    // Grafana does not fill in variables of a dashboard that is shared with everyone.
    if (isPublic) {
      expect(JSON.stringify(dashboard)).not.toMatch(/"templating":\{"list":\[\{|\$\{?(datasource|node)/);
      return;
    }
    expect(variables[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    for (const { name, multi, includeAll, type } of variables) {
      if (type === 'datasource' || (uid === 'mesh-node' && name === 'one')) continue;
      expect({ name, multi, includeAll }).toEqual({ name, multi: true, includeAll: true });
    }
  });

  it('leads to the others with the same time range and variables', () => {
    // Visitors have nothing to look for there.
    if (isPublic) {
      expect(dashboard.links).toEqual([]);
      return;
    }
    expect(dashboard.links).toEqual([
      expect.objectContaining({
        type: 'dashboards',
        tags: ['mesh-observatory'],
        includeVars: true,
        keepTime: true,
      }),
    ]);
    // The menu of controls would hide them.
    expect(dashboard.links[0]).not.toHaveProperty('placement');
  });

  it('marks in its graphs what happened in the mesh', () => {
    expect(dashboard.annotations.list.length).toBeGreaterThan(0);
    for (const { target } of dashboard.annotations.list) expect(target.queryType).toBe('events');
  });

  it('refers to no variable that it does not have', () => {
    const known = [...dashboard.templating.list.map(({ name }) => name), 'datasource', 'prometheus'];
    const asked = [
      ...panels.flatMap(({ targets = [] }) => targets),
      ...dashboard.annotations.list.map((one) => one.target),
    ];
    const used = [...JSON.stringify(asked).matchAll(/\$\{?([A-Za-z]\w*)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('gives every panel a title, a description, and words for when there is no data', () => {
    for (const { id, title, description, fieldConfig, type } of panels) {
      expect([id, title]).toEqual([id, expect.stringMatching(/\S/)]);
      expect([id, description]).toEqual([id, expect.stringMatching(/^.{30}/)]);
      if (type !== 'text') expect([id, fieldConfig?.defaults.noValue]).toEqual([id, expect.stringMatching(/\S/)]);
    }
  });

  it('never uses an id or a query name twice', () => {
    const ids = withRows.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(id).toBeGreaterThan(0);
    for (const { targets = [] } of panels) {
      const names = targets.map(({ refId }) => refId);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('lays panels out side by side, nothing over anything else, and no panel too narrow to read', () => {
    const placed = dashboard.panels.flatMap((panel) => (panel.collapsed === true ? [panel] : [panel]));
    for (const [at, panel] of placed.entries()) {
      const { x, w, h } = panel.gridPos;
      expect(x + w).toBeLessThanOrEqual(COLUMNS);
      if (panel.type !== 'row') expect(Math.min(w - 3, h - 2)).toBeGreaterThan(0);
      for (const other of placed.slice(at + 1))
        expect([panel.title, other.title, overlap(panel.gridPos, other.gridPos)]).toEqual([
          panel.title,
          other.title,
          false,
        ]);
    }
    for (const row of dashboard.panels.filter(({ collapsed }) => collapsed))
      for (const [at, panel] of (row.panels ?? []).entries())
        for (const other of (row.panels ?? []).slice(at + 1)) expect(overlap(panel.gridPos, other.gridPos)).toBe(false);
  });
});
