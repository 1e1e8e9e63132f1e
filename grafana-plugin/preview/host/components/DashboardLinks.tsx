import { locationService } from '@grafana/runtime';
import { Button, Dropdown, Menu } from '@grafana/ui';
import type { LinkModel } from '../scene/dashboardModel';
import { bundledDashboards } from './navigation';

/** Menus with the dashboards that share a tag. They keep the time range and the variables if the link is configured so. */
export function DashboardLinks({ links, self }: { links: LinkModel[]; self: string }) {
  return links
    .filter(({ type }) => type === 'dashboards')
    .map(({ title, tags = [], includeVars, keepTime }) => {
      const others = bundledDashboards().filter(
        (one) => one.uid !== self && tags.every((tag) => one.tags.includes(tag)),
      );
      const menu = () => (
        <Menu>
          {others.map((one) => (
            <Menu.Item
              key={one.uid}
              label={one.title}
              onClick={() => locationService.push(`/d/${one.uid}?${kept(includeVars, keepTime)}`)}
            />
          ))}
        </Menu>
      );
      return (
        <Dropdown key={title} overlay={menu}>
          <Button variant="secondary" icon="external-link-alt">
            {title}
          </Button>
        </Dropdown>
      );
    });
}

function kept(includeVars = false, keepTime = false): string {
  const all = [...locationService.getSearch()];
  const isTime = (name: string) => ['from', 'to', 'timezone'].includes(name);
  return new URLSearchParams(
    all.filter(([name]) => (includeVars && name.startsWith('var-')) || (keepTime && isTime(name))),
  ).toString();
}
