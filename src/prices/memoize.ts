/** Loads a thing once per key. */

/** @param load called the first time a key is asked for; it must not return undefined. */
export function memoize<V>(load: (key: string) => V): (key: string) => V {
  const kept = new Map<string, V>();
  return key => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = load(key);
    kept.set(key, value);
    return value;
  };
}
