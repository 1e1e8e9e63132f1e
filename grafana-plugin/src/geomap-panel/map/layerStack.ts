import type { EventBus } from '@grafana/data';
import type OlMap from 'ol/Map';
import { layerIds, type LayerId, type LayerState, type MeshLayerHandler, type MeshLayerItem } from '../layers/layer';
import { meshLayers } from '../layers/registry';

export interface StackState extends LayerState {
  /** Layers switched off in the legend. */
  readonly hidden: ReadonlySet<LayerId>;
}

interface Slot {
  readonly item: MeshLayerItem;
  handler: MeshLayerHandler | undefined;
  isLoading: boolean;
  drawn: LayerState | undefined;
}

const isSame = (a: LayerState | undefined, b: LayerState) =>
  a !== undefined && a.scene === b.scene && a.options === b.options && a.theme === b.theme;

/**
 * The layers on the map. A layer is made when it is first shown and stays until the panel goes; from then on it is drawn in
 * place or hidden, and hidden layers do no work.
 */
export function createLayerStack(map: OlMap, eventBus: EventBus, onProblem: (layer: string, error: unknown) => void) {
  const slots = layerIds.map<Slot>((id) => ({
    item: meshLayers.get(id),
    handler: undefined,
    isLoading: false,
    drawn: undefined,
  }));
  let state: StackState | undefined;
  let disposed = false;

  const isShown = ({ item }: Slot, next: StackState) => item.isEnabled(next.options) && !next.hidden.has(item.id);

  function show(slot: Slot, next: StackState) {
    const visible = isShown(slot, next);
    if (visible && !isSame(slot.drawn, next)) {
      slot.handler?.draw(next);
      slot.drawn = next;
    }
    slot.handler?.init().setVisible(visible);
  }

  async function load(slot: Slot, { options, theme }: StackState): Promise<void> {
    slot.isLoading = true;
    const { item } = slot;
    const handler = await item.create(map, { type: item.id, name: item.name, config: options }, eventBus, theme);
    if (disposed || state === undefined) {
      handler.dispose?.();
      return;
    }
    slot.handler = handler;
    const layer = handler.init();
    layer.setZIndex(item.zIndex);
    show(slot, state);
    map.addLayer(layer);
  }

  return {
    apply: (next: StackState) => {
      state = next;
      for (const slot of slots) {
        if (slot.handler !== undefined) {
          show(slot, next);
        } else if (isShown(slot, next) && !slot.isLoading) {
          load(slot, next).catch((error: unknown) => onProblem(slot.item.name, error));
        }
      }
    },
    dispose: () => {
      disposed = true;
      for (const { handler } of slots) {
        if (handler !== undefined) {
          map.removeLayer(handler.init());
          handler.dispose?.();
          handler.init().dispose();
        }
      }
    },
  };
}
export type LayerStack = ReturnType<typeof createLayerStack>;
