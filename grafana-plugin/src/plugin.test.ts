import fs from 'node:fs';
import path from 'node:path';
import { DATA_SOURCE_TYPE, APP_ID } from './app/constants';
import app from './plugin.json';
import datasource from './datasource/plugin.json';
import panel from './geomap-panel/plugin.json';

describe.each([
  ['.', app],
  ['datasource', datasource],
  ['geomap-panel', panel],
])('the plugin in %s', (folder, json) => {
  it('has the logos it names, and nothing in them that could run', () => {
    for (const file of new Set(Object.values(json.info.logos))) {
      const svg = fs.readFileSync(path.join(__dirname, folder, file), 'utf8');
      expect(svg).not.toMatch(/<script|<foreignObject|on\w+=|href=/);
    }
  });

  it('has the screenshots it names', () => {
    for (const { path: file } of json.info.screenshots as Array<{ path: string }>) {
      expect(fs.existsSync(path.join(__dirname, folder, file))).toBe(true);
    }
  });

  it('runs on every Grafana 13', () => {
    expect(json.dependencies.grafanaDependency).toBe('>=13.0.0');
  });
});

describe('the plugins together', () => {
  it('have the ids that dashboards and provisioning use', () => {
    expect([app.id, datasource.id, panel.id]).toEqual([APP_ID, DATA_SOURCE_TYPE, 'meshobservatory-meshtastic-panel']);
  });

  it('name what the app includes', () => {
    const files = app.includes.flatMap((include) => (include.type === 'page' ? [] : [include.path]));
    for (const file of files) {
      // The build copies dashboards from where they are made.
      const source = file.replace(/^dashboards\//, '../../dashboards/json/');
      expect(fs.existsSync(path.join(__dirname, source))).toBe(true);
    }
  });

  it('let Grafana add the token to every request to the collector', () => {
    const headers = [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.apiToken }}' }];
    expect(datasource.routes.map((route) => route.headers)).toEqual(datasource.routes.map(() => headers));
  });

  it('let everybody read, and only administrators do anything else', () => {
    const rules = datasource.routes.map(({ path: of, method, reqRole }) => ({ path: of, method, reqRole }));
    // Grafana takes the first that fits.
    expect(rules).toEqual([
      { path: 'api/query', method: 'POST', reqRole: undefined },
      { path: 'api/variables', method: 'POST', reqRole: undefined },
      { path: 'api', method: 'GET', reqRole: undefined },
      { path: 'api', method: undefined, reqRole: 'Admin' },
    ]);
  });
});
