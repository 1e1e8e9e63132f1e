import { EmptyState, TextLink } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';

/** Links of the plugin may lead to parts of Grafana that are not here. */
export function NotEmulated() {
  const { pathname } = useLocation();
  return (
    <EmptyState variant="not-found" message="This part of Grafana is not in the preview">
      In Grafana, the link would open <code>{pathname}</code>. <TextLink href="/">Back to the dashboard</TextLink>
    </EmptyState>
  );
}
