import { locationService } from '@grafana/runtime';
import { VizPanelMenu } from '@grafana/scenes';

/** The menu of a panel: view it alone, or go back to the dashboard. */
export function panelMenu(id: number): VizPanelMenu {
  const menu = new VizPanelMenu({ items: [] });
  menu.addActivationHandler(() => {
    const isViewed = viewedPanel() === id;
    menu.setItems([
      {
        text: isViewed ? 'Back to dashboard' : 'View',
        iconClassName: isViewed ? 'arrow-left' : 'eye',
        onClick: () => locationService.partial({ viewPanel: isViewed ? null : `panel-${id}` }),
      },
    ]);
  });
  return menu;
}

/** Id of the panel to show alone, from the URL: `viewPanel=panel-3`, or `viewPanel=3` in old links. */
export function viewedPanel(search = locationService.getSearch()): number | undefined {
  const match = /^(?:panel-)?(\d+)$/.exec(search.get('viewPanel') ?? '');
  return match === null ? undefined : Number(match[1]);
}
