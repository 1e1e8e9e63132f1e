import { startPlugin } from './host';
import { queryDataRequest, type QueryDataResponse } from './requests';

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
  stop(): Promise<void>;
}

/** What Grafana gives queries of rules that name neither. */
const RULE_DEFAULTS = { maxDataPoints: 43_200, intervalMS: 1000 };

export async function createRuleRunner(collector: {
  readonly url: string;
  readonly token?: string;
}): Promise<RuleRunner> {
  const plugin = await startPlugin();
  return {
    pid: plugin.child.pid ?? 0,
    async run(queries, nowMs) {
      const asked = queries.map(({ refId, model, relativeTimeRange: { from, to } }) => ({
        refId,
        model,
        from: nowMs - from * 1000,
        to: nowMs - to * 1000,
        ...RULE_DEFAULTS,
      }));
      const saved = { url: collector.url, token: collector.token ?? '' };
      const { responses } = await plugin.call<QueryDataResponse>('Data', 'QueryData', queryDataRequest(saved, asked));
      return Object.fromEntries(
        Object.entries(responses).map(([refId, { frames, error, status, errorSource }]) => [
          refId,
          { frames: frames.map((frame) => JSON.parse(String(frame)) as RuleFrame), error, status, errorSource },
        ]),
      );
    },
    async stop() {
      await plugin.kill();
    },
  };
}
