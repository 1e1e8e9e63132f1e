import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { Badge, FieldSet, Stack, Text, type BadgeColor } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { lastValueFrom } from 'rxjs';
import {
  describeBackendFailure,
  describeBackendHealth,
  withoutBackend,
  type BackendHealth,
  type BackendStatus,
} from '../client/backendStatus';
import { t } from '../i18n';

interface Props {
  readonly uid: string;
  /** Changes whenever the data source is saved. */
  readonly version: number | undefined;
}

const colors: Record<BackendStatus['kind'], BadgeColor> = {
  available: 'green',
  missing: 'orange',
  notIncluded: 'blue',
  unknown: 'blue',
};

/** Whether alert rules can use the data source, and if not, why. */
export function AlertingStatus({ uid, version }: Props) {
  const [status, setStatus] = useState<BackendStatus>();

  useEffect(() => {
    let wanted = true;
    void askForBackend(uid).then((next) => {
      if (wanted) {
        setStatus(next);
      }
    });
    return () => {
      wanted = false;
    };
  }, [uid, version]);

  if (status === undefined) {
    return null;
  }
  return (
    <FieldSet label={t('editors.alerting-status.title', 'Alerting')}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Badge color={colors[status.kind]} text={status.label} />
        <Text color="secondary">{status.message}</Text>
      </Stack>
    </FieldSet>
  );
}

async function askForBackend(uid: string): Promise<BackendStatus> {
  if (getDataSourceSrv().getInstanceSettings(uid)?.meta.backend !== true) {
    return withoutBackend();
  }
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}/health`;
  try {
    const { data } = await lastValueFrom(getBackendSrv().fetch<BackendHealth>({ url, showErrorAlert: false }));
    return describeBackendHealth(data);
  } catch (error) {
    return describeBackendFailure(error);
  }
}
