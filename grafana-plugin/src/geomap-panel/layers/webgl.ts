import type { GrafanaTheme2 } from '@grafana/data';
import type Feature from 'ol/Feature';
import type Geometry from 'ol/geom/Geometry';
import type LayerGroup from 'ol/layer/Group';
import type WebGLVectorLayer from 'ol/layer/WebGLVector';
import type VectorSource from 'ol/source/Vector';
import type { FlatStyleLike } from 'ol/style/flat';
import type { Renderer } from '../types';

/** Number of things from which WebGL is used. Below, the canvas is as fast and sharper, and needs no WebGL context. */
export const WEBGL_FROM = 2000;

let isFast: boolean | undefined;

/** Chromium, Mesa and Windows without a graphics card; `failIfMajorPerformanceCaveat` lets some of them through. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether WebGL is emulated in software: the canvas is faster then. */
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
  /** Called once the layer is loaded, which happens on first use. */
  readonly onReady: () => void;
}

/** A second layer on the same features that draws with WebGL, for thousands of them. */
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
    /** True while WebGL draws; false: the canvas has to, possibly only until the layer is loaded. */
    use: (wanted: boolean, next: GrafanaTheme2, from = -Infinity): boolean => {
      minZoom = from;
      if (wanted && layer === undefined && !isLoading) {
        isLoading = true;
        // If it cannot be loaded, the canvas keeps drawing.
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
