import { css } from '@emotion/css';
import { AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';
import { useEffect, useState } from 'react';

interface Shown {
  id: number;
  severity: AlertVariant;
  title: string;
  text: string;
}

const SHOWN_MS = 5000;
const kinds: Array<[{ name: string }, AlertVariant]> = [
  [AppEvents.alertSuccess, 'success'],
  [AppEvents.alertInfo, 'info'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertError, 'error'],
];

/** Notifications that the plugin sends as app events, in the corner of the page. */
export function Alerts() {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState<Shown[]>([]);
  useEffect(() => {
    let lastId = 0;
    const dismiss = (id: number) => setShown((all) => all.filter((one) => one.id !== id));
    const subscriptions = kinds.map(([{ name }, severity]) =>
      getAppEvents()
        .getStream({ type: name } as never)
        .subscribe((event) => {
          const { payload } = event as unknown as { payload: unknown[] };
          const id = ++lastId;
          setShown((all) => [...all, { id, severity, title: String(payload[0]), text: String(payload[1] ?? '') }]);
          setTimeout(() => dismiss(id), SHOWN_MS);
        }),
    );
    return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
  }, []);
  return (
    <div className={styles} aria-live="polite">
      {shown.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setShown((all) => all.filter((one) => one.id !== id))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    position: 'fixed',
    top: theme.spacing(7),
    right: theme.spacing(2),
    width: 'min(400px, calc(100vw - 32px))',
    zIndex: theme.zIndex.portal,
  });
