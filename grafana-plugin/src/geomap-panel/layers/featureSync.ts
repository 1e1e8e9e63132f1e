import Feature from 'ol/Feature';
import type Geometry from 'ol/geom/Geometry';
import VectorSource from 'ol/source/Vector';

/** A vector source that emits one change event for a batch of changes, so that the map is redrawn once. */
export class BatchSource<Shape extends Geometry> extends VectorSource<Feature<Shape>> {
  private isInBatch = false;

  /** `work` says whether anything that can be seen is different. */
  inBatch(work: () => boolean): void {
    this.isInBatch = true;
    let isChanged = true;
    try {
      isChanged = work();
    } finally {
      this.isInBatch = false;
      if (isChanged) {
        this.changed();
      }
    }
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
  /** Sets the item on the feature without a change event; the caller redraws once. False: it looks as it did. */
  assign: (feature: Feature<Shape>, item: Item) => boolean | void;
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
): (items: readonly Item[], isStyleKept?: boolean) => void {
  const entries = new Map<string, Entry<Item, Shape>>();

  let isChanged = false;

  /** `isStyleKept`: what does not depend on the item is as it was, so that the same item looks the same. */
  function update(entry: Entry<Item, Shape>, item: Item, isStyleKept: boolean): void {
    if (isStyleKept && entry.item === item) {
      return;
    }
    const geometry = entry.feature.getGeometry();
    if (geometry !== undefined) {
      const revision = geometry.getRevision();
      rules.updateGeometry(geometry, item, entry.item);
      isChanged ||= geometry.getRevision() !== revision;
    }
    entry.item = item;
    isChanged = rules.assign(entry.feature, item) !== false || isChanged;
  }

  function create(id: string, item: Item): Feature<Shape> {
    const feature = new Feature<Shape>(rules.createGeometry(item));
    feature.setId(id);
    rules.assign(feature, item);
    entries.set(id, { feature, item });
    return feature;
  }

  const bringAbout = (items: readonly Item[], isStyleKept: boolean) => {
    const seen = new Set<string>();
    const added: Array<Feature<Shape>> = [];
    isChanged = false;
    for (const item of items) {
      const id = rules.idOf(item);
      if (!seen.has(id)) {
        seen.add(id);
        const entry = entries.get(id);
        if (entry === undefined) {
          added.push(create(id, item));
        } else {
          update(entry, item, isStyleKept);
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
    return isChanged || gone.length > 0 || added.length > 0;
  };

  return (items, isStyleKept = false) => source.inBatch(() => bringAbout(items, isStyleKept));
}
