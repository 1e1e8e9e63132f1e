import { asArray } from 'ol/color';

/** A CSS color with another opacity, in the form OpenLayers draws fastest. */
export function withAlpha(color: string, alpha: number): number[] {
  const [red = 0, green = 0, blue = 0] = asArray(color);
  return [red, green, blue, alpha];
}
