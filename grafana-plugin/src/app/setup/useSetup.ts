import type { DataSourceInstanceSettings } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { useCallback, useEffect, useState } from 'react';
import { DASHBOARD_TAG, DATA_SOURCE_TYPE, DATA_SOURCE_UID } from '../constants';
import { checksOf, type Check } from './checks';
import { readCollector, readDashboards, type CollectorFindings, type DashboardLink } from './readSetup';

export interface Setup {
  readonly checks: readonly Check[];
  readonly findings: CollectorFindings;
  readonly dashboards: readonly DashboardLink[];
  readonly dataSources: readonly DataSourceInstanceSettings[];
  readonly dataSource: DataSourceInstanceSettings | undefined;
  readonly choose: (uid: string) => void;
  readonly again: () => void;
}

const REPEAT_MS = 10_000;
const nothing: CollectorFindings = { brokers: [] };

/** Checks the setup now and every ten seconds. */
export function useSetup(): Setup {
  const [dataSources] = useState(() => getDataSourceSrv().getList({ type: DATA_SOURCE_TYPE }));
  const [chosen, setChosen] = useState<string>();
  const dataSource =
    dataSources.find(({ uid }) => uid === (chosen ?? DATA_SOURCE_UID)) ??
    dataSources.find(({ isDefault }) => isDefault === true) ??
    dataSources[0];
  const [state, setState] = useState({ findings: nothing, at: 0 });
  const [dashboards, setDashboards] = useState<readonly DashboardLink[]>([]);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const choose = useCallback((uid: string) => {
    setState({ findings: nothing, at: 0 });
    setChosen(uid);
  }, []);

  const url = dataSource?.url;
  useEffect(() => {
    let isMounted = true;
    const check = async () => {
      if (url !== undefined) {
        const findings = await readCollector(getBackendSrv(), { url });
        if (isMounted) {
          setState({ findings, at: Date.now() });
        }
      }
    };
    void check();
    const timer = setInterval(() => void check(), REPEAT_MS);
    return () => {
      isMounted = false;
      clearInterval(timer);
    };
  }, [url, round]);

  useEffect(() => {
    let isMounted = true;
    void readDashboards(getBackendSrv(), DASHBOARD_TAG).then((found) => isMounted && setDashboards(found));
    return () => {
      isMounted = false;
    };
  }, []);

  const { findings, at } = state;
  const checks = checksOf({
    dataSource: dataSource?.name,
    health: findings.health,
    problem: findings.problem,
    now: at,
  });
  return { checks, findings, dashboards, dataSources, dataSource, choose, again };
}
