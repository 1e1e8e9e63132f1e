import { createRuleRunner, RuleQueryFailed } from '../../../grafana-plugin/test/backend/support/ruleRunner.js';
import type { Prometheus } from '../support/prometheus.js';
import { QueryFailed, type Frame, type QueryRunner } from './evaluate.js';

interface Answer {
  readonly results: Readonly<
    Record<string, { readonly status: number; readonly frames: readonly Frame[]; readonly error?: string }>
  >;
}

/** Straight to the collector, as the browser's half of the data source does. */
export function askCollector(url: string, apiToken?: string): QueryRunner {
  return async (model, { from, to }) => {
    const headers = {
      'content-type': 'application/json',
      ...(apiToken === undefined ? {} : { authorization: `Bearer ${apiToken}` }),
    };
    const body = JSON.stringify({ from, to, queries: [model] });
    const response = await fetch(`${url}/api/query`, { method: 'POST', headers, body }).catch((error: unknown) => {
      throw new QueryFailed('The collector does not answer', { cause: error });
    });
    if (!response.ok)
      throw new Error(`${JSON.stringify(model)} was answered ${response.status}: ${await response.text()}`);
    const { results } = (await response.json()) as Answer;
    const result = results[model.refId];
    if (result?.status !== 200) throw new Error(`${JSON.stringify(model)}: ${result?.error ?? 'no result'}`);
    return result.frames;
  };
}

/** An instant query, as Grafana's Prometheus data source asks it for a rule. */
export function withPromQueries({ query }: Pick<Prometheus, 'query'>): QueryRunner {
  return async (model) => {
    const samples = await query(String(model.expr));
    const names = [...new Set(samples.flatMap(({ metric }) => Object.keys(metric)))];
    const fields = [...names.map((name) => ({ name, type: 'string' })), { name: 'Value', type: 'number' }];
    const column = (name: string) => samples.map(({ metric }) => metric[name] ?? '');
    const values = [...names.map(column), samples.map(({ value: [, value] }) => Number(value))];
    return [{ schema: { meta: { type: 'numeric-long', typeVersion: [0, 1] }, fields }, data: { values } }];
  };
}

export interface Backend {
  readonly ask: QueryRunner;
  stop(): Promise<void>;
}

/** Through the built backend of the plugin, which is how Grafana's server asks. */
export async function startBackend(url: string, apiToken?: string): Promise<Backend> {
  const runner = await createRuleRunner({ url, ...(apiToken === undefined ? {} : { token: apiToken }) });
  return {
    async ask(model, range) {
      try {
        return await runner.ask(model, range);
      } catch (error) {
        // 502 to 504: the collector did not answer, or not in time. Anything else is a mistake in the rule.
        if (error instanceof RuleQueryFailed && error.status >= 502)
          throw new QueryFailed(error.message, { cause: error });
        throw error;
      }
    },
    stop: () => runner.stop(),
  };
}
