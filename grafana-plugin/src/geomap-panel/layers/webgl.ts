import type { GrafanaTheme2 } from '@grafana/data';
import type Feature from 'ol/Feature';
import type Geometry from 'ol/geom/Geometry';
import type LayerGroup from 'ol/layer/Group';
import type WebGLVectorLayer from 'ol/layer/WebGLVector';
import type VectorSource from 'ol/source/Vector';
import type { FlatStyleLike } from 'ol/style/flat';
import type { Renderer } from '../types';

/** Below this the canvas is as fast, sharper, and takes none of the browser's few WebGL contexts. */
export const WEBGL_FROM = 2000;

let isFast: boolean | undefined;

/** Chromium, Mesa and Windows without a graphics card; `failIfMajorPerformanceCaveat` lets some of them through. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether what draws is a processor that plays the graphics card: the canvas is faster there. */
export function isSoftware(context: WebGL2RenderingContext): boolean {
  const names = context.getExtension('WEBGL_debug_renderer_info');
  return SOFTWARE.test(String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER)));
}

/** Whether the browser has WebGL, and a graphics card to run it. */
function hasFastWebGl(): boolean {
  if (isFast === undefined) {
    const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
    isFast = context !== null && !isSoftware(context);
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return isFast;
}

export function wantsWebGl(renderer: Renderer, count: number): boolean {
  return renderer === 'webgl' || (renderer === 'auto' && count > WEBGL_FROM && hasFastWebGl());
}

export interface WebGlParts<Shape extends Geometry> {
  readonly group: LayerGroup;
  readonly source: VectorSource<Feature<Shape>>;
  readonly styleOf: (theme: GrafanaTheme2) => FlatStyleLike;
  /** Called once the layer is there: its code comes when it is first wanted. */
  readonly onReady: () => void;
}

/** A second layer on the same features that draws with WebGL, for when there are very many of them. */
export function createWebGlTwin<Shape extends Geometry>({ group, source, styleOf, onReady }: WebGlParts<Shape>) {
  let layer: WebGLVectorLayer<VectorSource<Feature<Shape>>> | undefined;
  let theme: GrafanaTheme2 | undefined;
  let isLoading = false;
  let minZoom = -Infinity;

  async function load(first: GrafanaTheme2): Promise<void> {
    const { default: Layer } = await import('ol/layer/WebGLVector');
    theme = first;
    layer = new Layer({ source, style: styleOf(first), minZoom });
    group.getLayers().push(layer);
    onReady();
  }

  return {
    /** True while WebGL draws; false: the canvas has to, for good or until the layer is there. */
    use: (wanted: boolean, next: GrafanaTheme2, from = -Infinity): boolean => {
      minZoom = from;
      if (wanted && layer === undefined && !isLoading) {
        isLoading = true;
        // Without it the canvas goes on drawing.
        load(next).catch(() => undefined);
      }
      layer?.setVisible(wanted);
      layer?.setMinZoom(from);
      if (layer !== undefined && wanted && theme !== next) {
        theme = next;
        layer.setStyle(styleOf(next));
      }
      return wanted && layer !== undefined;
    },
  };
}
