import Feature from 'ol/Feature';
import type Geometry from 'ol/geom/Geometry';
import VectorSource from 'ol/source/Vector';

/** A vector source that emits one change event for a batch of changes, so that the map is redrawn once. */
export class BatchSource<Shape extends Geometry> extends VectorSource<Feature<Shape>> {
  private isInBatch = false;

  inBatch(work: () => void): void {
    this.isInBatch = true;
    try {
      work();
    } finally {
      this.isInBatch = false;
    }
    this.changed();
  }

  override changed(): void {
    if (!this.isInBatch) {
      super.changed();
    }
  }
}

export interface SyncRules<Item, Shape extends Geometry> {
  idOf: (item: Item) => string;
  createGeometry: (item: Item) => Shape;
  /** Moves the geometry if the position of the item changed, and only then. */
  updateGeometry: (geometry: Shape, item: Item, before: Item) => void;
  /** Sets the item on the feature without a change event; the caller redraws once. */
  assign: (feature: Feature<Shape>, item: Item) => void;
}

interface Entry<Item, Shape extends Geometry> {
  readonly feature: Feature<Shape>;
  item: Item;
}

/**
 * Keeps one feature per item for as long as the item exists. Features are changed in place, so that an update never makes
 * the map blink, and things that stayed the same are not touched.
 */
export function createFeatureSync<Item, Shape extends Geometry>(
  source: BatchSource<Shape>,
  rules: SyncRules<Item, Shape>,
): (items: readonly Item[]) => void {
  const entries = new Map<string, Entry<Item, Shape>>();

  function place(id: string, item: Item): Feature<Shape> | undefined {
    const entry = entries.get(id);
    if (entry !== undefined) {
      const geometry = entry.feature.getGeometry();
      if (geometry !== undefined) {
        rules.updateGeometry(geometry, item, entry.item);
      }
      entry.item = item;
      rules.assign(entry.feature, item);
      return undefined;
    }
    const feature = new Feature<Shape>(rules.createGeometry(item));
    feature.setId(id);
    rules.assign(feature, item);
    entries.set(id, { feature, item });
    return feature;
  }

  const bringAbout = (items: readonly Item[]) => {
    const seen = new Set<string>();
    const added: Array<Feature<Shape>> = [];
    for (const item of items) {
      const id = rules.idOf(item);
      if (!seen.has(id)) {
        seen.add(id);
        const feature = place(id, item);
        if (feature !== undefined) {
          added.push(feature);
        }
      }
    }
    const gone = [...entries].filter(([id]) => !seen.has(id));
    for (const [id] of gone) {
      entries.delete(id);
    }
    if (gone.length > 0) {
      source.removeFeatures(gone.map(([, { feature }]) => feature));
    }
    source.addFeatures(added);
  };

  return (items) => source.inBatch(() => bringAbout(items));
}
