import { locationService } from '@grafana/runtime';
import { VizPanelMenu } from '@grafana/scenes';

/** "View" fills the page with the panel, and back. The rest of Grafana's panel menu is not here. */
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

/** Id of the panel that the address asks to show alone: `viewPanel=panel-3`, or `3` as in older links. */
export function viewedPanel(search = locationService.getSearch()): number | undefined {
  const match = /^(?:panel-)?(\d+)$/.exec(search.get('viewPanel') ?? '');
  return match === null ? undefined : Number(match[1]);
}
