import type OlMap from 'ol/Map';
import type { DrawnLayer, LayerState, MeshLayer } from '../layers/layer';
import { meshLayers } from '../layers/registry';

export interface StackState extends LayerState {
  /** Layers switched off in the legend. */
  readonly hidden: ReadonlySet<string>;
}

interface Slot {
  readonly item: MeshLayer;
  made: DrawnLayer | undefined;
  isLoading: boolean;
  drawn: LayerState | undefined;
}

const isSame = (a: LayerState | undefined, b: LayerState) =>
  a !== undefined && a.scene === b.scene && a.options === b.options && a.theme === b.theme;

/**
 * The layers on the map. A layer is made when it is first shown and stays until the panel goes; from then on it is drawn in
 * place or hidden, and hidden layers do no work.
 */
export function createLayerStack(map: OlMap, onProblem: (layer: string, error: unknown) => void) {
  const slots = meshLayers.map<Slot>((item) => ({ item, made: undefined, isLoading: false, drawn: undefined }));
  let state: StackState | undefined;
  let disposed = false;

  const isShown = ({ item }: Slot, next: StackState) => item.isEnabled(next.options) && !next.hidden.has(item.id);

  function show(slot: Slot, next: StackState) {
    const visible = isShown(slot, next);
    if (visible && !isSame(slot.drawn, next)) {
      slot.drawn = next;
      try {
        slot.made?.draw(next);
      } catch (error) {
        // The other layers are drawn all the same.
        onProblem(slot.item.label(), error);
      }
    }
    slot.made?.layer.setVisible(visible);
  }

  async function load(slot: Slot): Promise<void> {
    slot.isLoading = true;
    const { item } = slot;
    const made = await item.create(map);
    if (disposed || state === undefined) {
      made.dispose?.();
      return;
    }
    slot.made = made;
    made.layer.setZIndex(item.zIndex);
    show(slot, state);
    map.addLayer(made.layer);
  }

  return {
    apply: (next: StackState) => {
      state = next;
      for (const slot of slots) {
        if (slot.made !== undefined) {
          show(slot, next);
        } else if (isShown(slot, next) && !slot.isLoading) {
          load(slot).catch((error: unknown) => onProblem(slot.item.label(), error));
        }
      }
    },
    dispose: () => {
      disposed = true;
      for (const { made } of slots) {
        if (made !== undefined) {
          map.removeLayer(made.layer);
          made.dispose?.();
          made.layer.dispose();
        }
      }
    },
  };
}
export type LayerStack = ReturnType<typeof createLayerStack>;
