import { EmptyState, TextLink } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';

/** Shown for addresses of Grafana that the preview does not have. */
export function NotEmulated() {
  const { pathname } = useLocation();
  return (
    <EmptyState variant="not-found" message="This part of Grafana is not in the preview">
      In Grafana, this link opens <code>{pathname}</code>. <TextLink href="/">Back to the dashboards</TextLink>
    </EmptyState>
  );
}
