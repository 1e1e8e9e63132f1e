import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const src = path.join(__dirname, '..');
const script = path.join(src, '../scripts/locales.mjs');
const plugins = ['.', 'datasource', 'geomap-panel'];

/** Runs `scripts/locales.mjs`; resolves to what it reported. */
function runLocales(...options: string[]): Promise<{ failed: boolean; problems: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...options], (error, _stdout, stderr) =>
      resolve({ failed: error !== null, problems: stderr }),
    );
  });
}

const readJson = (...file: string[]): unknown => JSON.parse(fs.readFileSync(path.join(...file), 'utf8'));

describe('locale files', () => {
  it('contain the texts and keys of the sources, no more and no less', async () => {
    expect(await runLocales('--check')).toEqual({ failed: false, problems: '' });
  });

  it.each(plugins)('exist for the languages that plugin.json in %s names', (folder) => {
    const { languages } = readJson(src, folder, 'plugin.json') as { languages?: string[] };
    expect(languages).toEqual(fs.readdirSync(path.join(src, folder, 'locales')));
  });
});

describe('scripts/locales.mjs', () => {
  let sources = '';
  const file = () => path.join(sources, 'geomap-panel/locales/en-US/panel.json');
  const writeSource = (text: string) => fs.writeFileSync(path.join(sources, 'geomap-panel/Card.tsx'), text);

  beforeEach(() => {
    sources = fs.mkdtempSync(path.join(os.tmpdir(), 'locales-'));
    for (const [folder, id] of [
      ['.', 'app'],
      ['datasource', 'datasource'],
      ['geomap-panel', 'panel'],
    ] as const) {
      fs.mkdirSync(path.join(sources, folder), { recursive: true });
      fs.writeFileSync(path.join(sources, folder, 'plugin.json'), JSON.stringify({ id }));
    }
  });
  afterEach(() => fs.rmSync(sources, { recursive: true }));

  it('writes texts under their keys, and texts with a count as singular and plural', async () => {
    writeSource(`
      t('card.close', 'Close');
      t('card.nodes', '{{count}} nodes', { count, defaultValue_one: '{{count}} node' });
    `);
    expect(await runLocales('--src', sources)).toEqual({ failed: false, problems: '' });
    expect(readJson(file())).toEqual({
      card: { close: 'Close', nodes_one: '{{count}} node', nodes_other: '{{count}} nodes' },
    });
  });

  it('reports a file with a key that no source uses', async () => {
    writeSource(`t('card.close', 'Close');`);
    await runLocales('--src', sources);
    fs.writeFileSync(file(), JSON.stringify({ card: { close: 'Close', open: 'Open' } }));
    const { failed, problems } = await runLocales('--src', sources, '--check');
    expect(failed).toBe(true);
    expect(problems).toBe('panel.json is not what the sources say; npm run locales writes it\n');
  });

  it('reports every text that cannot be translated as it is', async () => {
    const faults = [
      [`t('card.close');`, 'both written out'],
      [`t('card.empty', '');`, 'both written out'],
      [`t('card.sum', first + second);`, 'both written out'],
      [`t('card.part-of-the-name-or', 'Name');`, '"card.part-of-the-name-or" is no key'],
      [`t('card.title', 'Node'); t('card.title', 'Link');`, '"card.title" has another text at'],
      [`t('card.nodes', '{{count}} nodes', { count });`, '"card.nodes" has a count and no singular'],
      [`t('card.total', '{{total}} nodes');`, '"card.total" has no value for {{total}}'],
      [`t('card.unused', 'Nodes', { total });`, '"card.unused" does not use the value total'],
      [`<Card title="Node" />;`, 'title is text that cannot be translated'],
      [`<p>Node</p>;`, '"Node" cannot be translated'],
    ];
    writeSource(faults.map(([source]) => source).join('\n'));
    const { failed, problems } = await runLocales('--src', sources);
    expect(failed).toBe(true);
    const reports = problems.split('\n');
    for (const [index, [source, problem]] of faults.entries()) {
      const report = reports.find((line) => line.startsWith(`geomap-panel/Card.tsx:${index + 1}: `));
      expect([source, report]).toEqual([source, expect.stringContaining(problem ?? '')]);
    }
  });
});
