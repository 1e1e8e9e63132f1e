import { startPlugin } from './host';
import { queryDataRequest, type AskedQuery, type QueryDataResponse } from './requests';

/** A query of an alert rule, as it is provisioned: `data[]` without the expressions. */
export interface RuleQuery {
  readonly refId: string;
  /** Seconds before the evaluation. */
  readonly relativeTimeRange: { readonly from: number; readonly to: number };
  readonly model: object;
}

/** A frame as Grafana's server decodes it. */
export interface RuleFrame {
  readonly schema: {
    readonly name?: string;
    readonly refId?: string;
    readonly meta?: { readonly type?: string; readonly typeVersion?: readonly number[] };
    readonly fields: ReadonlyArray<{
      readonly name: string;
      readonly type: string;
      readonly labels?: Readonly<Record<string, string>>;
    }>;
  };
  readonly data: { readonly values: readonly unknown[][] };
}

export interface RuleAnswer {
  readonly frames: readonly RuleFrame[];
  /** Empty when there is none. */
  readonly error: string;
  readonly status: number;
  readonly errorSource: string;
}

/** Runs the queries of alert rules as Grafana does: through the built backend. */
export interface RuleRunner {
  readonly pid: number;
  run(queries: readonly RuleQuery[], nowMs: number): Promise<Readonly<Record<string, RuleAnswer>>>;
  /** One query over a time range in Unix milliseconds; throws what Grafana would show as the error of the rule. */
  ask(model: RuleModel, range: { readonly from: number; readonly to: number }): Promise<readonly RuleFrame[]>;
  stop(): Promise<void>;
}

export interface RuleModel {
  readonly refId: string;
  readonly [field: string]: unknown;
}

/** The backend's answer to a query was an error. */
export class RuleQueryFailed extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Grafana's defaults for queries of rules. */
const RULE_DEFAULTS = { maxDataPoints: 43_200, intervalMS: 1000 };

export async function createRuleRunner(collector: {
  readonly url: string;
  readonly token?: string;
}): Promise<RuleRunner> {
  const plugin = await startPlugin();
  const saved = { url: collector.url, token: collector.token ?? '' };

  async function answers(queries: readonly AskedQuery[]): Promise<Readonly<Record<string, RuleAnswer>>> {
    const request = queryDataRequest(
      saved,
      queries.map((query) => ({ ...query, ...RULE_DEFAULTS })),
    );
    const { responses } = await plugin.call<QueryDataResponse>('Data', 'QueryData', request);
    return Object.fromEntries(
      Object.entries(responses).map(([refId, { frames, error, status, errorSource }]) => [
        refId,
        { frames: frames.map((frame) => JSON.parse(String(frame)) as RuleFrame), error, status, errorSource },
      ]),
    );
  }

  return {
    pid: plugin.child.pid ?? 0,
    run: (queries, nowMs) =>
      answers(
        queries.map(({ refId, model, relativeTimeRange: { from, to } }) => ({
          refId,
          model,
          from: nowMs - from * 1000,
          to: nowMs - to * 1000,
        })),
      ),
    async ask(model, range) {
      const answer = (await answers([{ refId: model.refId, model, ...range }]))[model.refId];
      if (answer === undefined || answer.error !== '') {
        throw new RuleQueryFailed(answer?.error ?? 'The backend did not answer.', answer?.status ?? 500);
      }
      return answer.frames;
    },
    async stop() {
      await plugin.kill();
    },
  };
}
