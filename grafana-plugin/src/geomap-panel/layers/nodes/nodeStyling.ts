import type { GrafanaTheme2 } from '@grafana/data';
import type Style from 'ol/style/Style';
import { lookKey, type NodeLook } from '../../scene/nodeLook';
import { labelStyle } from '../labelStyle';
import { markerStyles } from './markerStyle';
import { createStyleCache } from '../styleCache';

/** Feature property with the `NodeLook`. */
export const LOOK = 'look';

/** Styles of nodes by how they look, shared by markers, labels and clusters of one. */
export function createNodeStyling() {
  const markers = createStyleCache<Style[]>();
  const labels = createStyleCache<Style>();
  let theme: GrafanaTheme2 | undefined;
  return {
    setTheme: (next: GrafanaTheme2) => {
      theme = next;
    },
    marker: (look: NodeLook): Style[] | undefined => {
      const current = theme;
      return current && markers(`${current.colors.mode}|${lookKey(look)}`, () => markerStyles(look, current));
    },
    label: (look: NodeLook, text: string): Style | undefined => {
      const current = theme;
      const [offset, strong, faint] = [look.radius + (look.gateway ? 6 : 4), look.isSelected, look.opacity < 0.5];
      const key = `${current?.colors.mode}|${offset}|${strong}|${faint}|${text}`;
      return current && labels(key, () => labelStyle({ text, offset, strong, faint }, current));
    },
  };
}
export type NodeStyling = ReturnType<typeof createNodeStyling>;
