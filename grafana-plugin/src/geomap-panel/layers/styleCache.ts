/** Caches styles by key; a map of 10,000 nodes has a few dozen. */
export function createStyleCache<Style>(limit = 4000): (key: string, create: () => Style) => Style {
  const styles = new Map<string, Style>();
  return (key, create) => {
    const known = styles.get(key);
    if (known !== undefined) {
      return known;
    }
    if (styles.size >= limit) {
      styles.clear();
    }
    const style = create();
    styles.set(key, style);
    return style;
  };
}
