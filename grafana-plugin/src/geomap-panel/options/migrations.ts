import type { PanelModel } from '@grafana/data';
import type { MeshMapOptions, SavedOptions } from '../types';
import { completeOptions, defaultOptions } from './defaults';

/** Options of Grafana's Geomap panel that have an equivalent here. */
interface GeomapOptions {
  readonly view?: { readonly lat?: number; readonly lon?: number; readonly zoom?: number; readonly id?: string };
  readonly basemap?: {
    readonly type?: string;
    readonly config?: { readonly url?: string; readonly attribution?: string };
  };
  readonly controls?: { readonly mouseWheelZoom?: boolean; readonly showZoom?: boolean; readonly showScale?: boolean };
  readonly layers?: ReadonlyArray<{
    readonly type?: string;
    readonly location?: { readonly latitude?: string; readonly longitude?: string };
    readonly config?: {
      readonly style?: { readonly color?: { readonly field?: string }; readonly size?: { readonly field?: string } };
    };
  }>;
}

function geomapBasemap({ basemap }: GeomapOptions): SavedOptions['basemap'] {
  const url = basemap?.config?.url;
  if (basemap?.type === 'xyz' && url !== undefined) {
    return { type: 'xyz', url, attribution: basemap.config?.attribution ?? '' };
  }
  return { type: basemap?.type === 'osm-standard' ? 'osm' : 'world' };
}

/** Takes over view, basemap and field mapping of a Geomap panel. */
export function optionsOfGeomap(geomap: GeomapOptions): MeshMapOptions {
  const { view, controls, layers } = geomap;
  const data = layers?.find(({ location, config }) => location !== undefined || config?.style !== undefined);
  const style = data?.config?.style;
  const isFixed = view?.id !== 'fit' && view?.lat !== undefined && view.lon !== undefined;
  return completeOptions({
    basemap: geomapBasemap(geomap),
    view: isFixed
      ? {
          mode: 'fixed',
          latitude: view.lat ?? 0,
          longitude: view.lon ?? 0,
          zoom: view.zoom ?? defaultOptions.view.zoom,
        }
      : {},
    controls: {
      zoom: controls?.showZoom ?? defaultOptions.controls.zoom,
      scale: controls?.showScale ?? defaultOptions.controls.scale,
      wheelZoom: controls?.mouseWheelZoom ?? defaultOptions.controls.wheelZoom,
    },
    nodes: {
      ...(style?.color?.field === undefined ? {} : { colorBy: style.color.field }),
      ...(style?.size?.field === undefined ? {} : { sizeBy: style.size.field }),
    },
    mapping: {
      latitude: data?.location?.latitude ?? '',
      longitude: data?.location?.longitude ?? '',
    },
  });
}

/** Brings saved options up to date: whatever an older version did not know gets its default. */
export function migrateOptions(panel: Pick<PanelModel<SavedOptions>, 'options'>): MeshMapOptions {
  return completeOptions(panel.options);
}

/** Converts the options when the visualization of a panel is changed to this one. */
export function changeFrom(
  _panel: unknown,
  previousPluginId: string,
  previousOptions: Record<string, unknown>,
): MeshMapOptions {
  const before: unknown = previousOptions['geomap'] ?? previousOptions;
  return previousPluginId === 'geomap' ? optionsOfGeomap(before as GeomapOptions) : completeOptions(undefined);
}
