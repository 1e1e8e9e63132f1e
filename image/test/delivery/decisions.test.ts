import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { read, repository } from './compose-file.js';

const folder = 'docs/adr';
const records = readdirSync(`${repository}${folder}`)
  .filter((name) => name !== 'README.md')
  .sort();
const headings = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
const title = (text: string) => /^# (\d+)\. (.+)$/m.exec(text);

describe('architecture decision records', () => {
  it('are numbered from 1 without a gap', () => {
    const numbers = records.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(numbers).toEqual(records.map((_, index) => index + 1));
    expect(records.map((name) => Number(title(read(`${folder}/${name}`))?.[1]))).toEqual(numbers);
  });

  it.each(records)('%s has a title, status, date, context, decision and consequences', (name) => {
    const text = read(`${folder}/${name}`);
    expect(text).toMatch(
      /^# \d+\. .+\n\n- \*\*Status:\*\* (accepted|superseded by \[.+\]\(.+\))\n- \*\*Date:\*\* \d{4}-\d{2}-\d{2}\n\n## Context\n/,
    );
    expect(headings(text)).toEqual(['Context', 'Decision', 'Consequences']);
  });

  it('are all listed in the index, with the number, title and date of the record', () => {
    const rows = [...read(`${folder}/README.md`).matchAll(/^\| \[(\d+)\]\((\S+)\) +\| (.+?) +\| (\S+) +\|$/gm)];
    const listed = rows.map(([, number, file, decision, date]) => ({ number, file, decision, date }));
    const written = records.map((file) => {
      const text = read(`${folder}/${file}`);
      const [, number, decision] = title(text) ?? [];
      return { number, file, decision, date: /\*\*Date:\*\* (\S+)/.exec(text)?.[1] };
    });
    expect(listed).toEqual(written);
  });
});

describe('links between Markdown files', () => {
  const pages = ['.', 'docs', 'docs/adr', 'examples', '.github', 'grafana-plugin']
    .filter((place) => existsSync(`${repository}${place}`))
    .flatMap((place) =>
      readdirSync(`${repository}${place}`)
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${place}/${name}`),
    );

  it.each(pages)('%s links only to files that exist', (page) => {
    const place = page.slice(0, page.lastIndexOf('/'));
    const targets = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to]) => to!);
    expect(targets.filter((to) => !existsSync(`${repository}${place}/${to}`))).toEqual([]);
  });
});
