import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import type { ComponentProps } from 'react';

type Props = ComponentProps<typeof PanelDataErrorView>;

/** Message of a panel that has no data or cannot display it. */
export function PanelDataError({
  data,
  message,
  fieldConfig,
  needsNumberField,
  needsStringField,
  needsTimeField,
}: Props) {
  const styles = useStyles2(getStyles);
  const missing = [
    needsTimeField === true ? 'a time field' : '',
    needsNumberField === true ? 'a number field' : '',
    needsStringField === true ? 'a string field' : '',
  ].filter((part) => part !== '');
  const isEmpty = data.series.every(({ length }) => length === 0);
  const reason = missing.length === 0 ? 'Unable to render data' : `Data is missing ${missing.join(' and ')}`;
  return (
    <div className={styles} data-testid="data-testid Panel data error message">
      {message ?? (isEmpty ? (fieldConfig?.defaults.noValue ?? 'No data') : reason)}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    height: '100%',
    padding: theme.spacing(2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  });
