import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderHttpApi } from '../../../../src/outputs/http/api-docs.js';
import { createHttpApp } from '../../../../src/outputs/http/app.js';
import { createOpenApi } from '../../../../src/outputs/http/openapi.js';
import { defaultLimits } from '../../../../src/outputs/http/parts.js';
import type { Route } from '../../../../src/outputs/http/route.js';
import { routes } from '../../../../src/outputs/http/routes/index.js';
import { exampleParts } from '../../../helpers/http-parts.js';
import { registeredRoutes } from '../../../helpers/http-routes.js';

const document = createOpenApi(routes, '1.2.3');

/** Every value of an object tree, with the keys that lead to it. */
function* walk(value: unknown, path: string[] = []): Generator<{ path: string[]; value: unknown }> {
  yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* walk(child, [...path, key]);
}

describe('the route table', () => {
  it('registers every route with its policy', () => {
    const { app, stop } = createHttpApp(exampleParts(), routes, defaultLimits);
    stop();
    expect(registeredRoutes(app)).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    for (const { policy } of routes)
      expect(policy).toEqual({ auth: expect.any(String), rate: expect.any(String), work: expect.any(String) });
  });

  it('opens nothing but /healthz', () => {
    expect(routes.filter(({ policy }) => policy.auth === 'open').map(({ path }) => path)).toEqual(['/healthz']);
  });

  it('refuses to start with a route that has no policy', () => {
    const { policy: _policy, ...bare } = routes[0]!;
    expect(() => createHttpApp(exampleParts(), [bare as Route], defaultLimits)).toThrow(
      /GET \/api\/nodes has no policy/,
    );
    const half = { ...bare, policy: { auth: 'token' } } as Route;
    expect(() => createHttpApp(exampleParts(), [half], defaultLimits)).toThrow(/has no policy/);
  });
});

describe('the OpenAPI document', () => {
  it('describes exactly what the router serves', () => {
    const { app, stop } = createHttpApp(exampleParts(), routes, defaultLimits);
    stop();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(registeredRoutes(app));
  });

  it('has no reference that leads nowhere and no schema that nobody refers to', () => {
    const references = [...walk(document)]
      .filter(({ path }) => path.at(-1) === '$ref')
      .map(({ value }) => String(value));
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(new Set(references)).toEqual(new Set(names));
  });

  it('gives every operation an id of its own, a summary, a known tag, security and errors', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const tags = document.tags.map(({ name }) => name);
    for (const operation of operations) {
      expect(operation.summary).not.toBe('');
      expect(tags).toEqual(expect.arrayContaining([...operation.tags]));
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '400', '500']));
      if (operation.security.length > 0) expect(operation.responses).toHaveProperty('401');
    }
  });

  it('declares every placeholder of a path, and bodies for what takes one', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(placeholders);
      }
    }
    expect(document.paths['/api/query']!.post!.requestBody).toBeDefined();
  });

  it('tells the limits that are enforced', () => {
    const limit = document.paths['/api/nodes']!.get!.parameters!.find(({ name }) => name === 'limit');
    expect(limit!.schema).toEqual({ type: 'integer', minimum: 1, maximum: 1000, default: 100 });
    const kind = document.paths['/api/links']!.get!.parameters!.find(({ name }) => name === 'kind');
    expect(JSON.stringify(kind!.schema)).toContain('traceroute');
  });
});

describe('docs/http-api.md', () => {
  const committed = readFileSync(new URL('../../../../../docs/http-api.md', import.meta.url), 'utf8');

  it('is what the route table says', () => {
    expect(committed).toBe(renderHttpApi(document));
  });

  it('has a section for every route and every schema, and links that lead there', () => {
    for (const { method, path } of routes) expect(committed).toContain(`\n### ${method} ${path}\n`);
    const headings = [...committed.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase());
    for (const [, anchor] of committed.matchAll(/\]\(#([\w-]+)\)/g)) expect(headings).toContain(anchor);
  });
});
