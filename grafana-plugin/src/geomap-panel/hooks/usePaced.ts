import { useEffect, useRef, useState } from 'react';

/** The newest value, handed on at most once in so many milliseconds; 0: at once. */
export function usePaced<Value>(value: Value, paceMs: number): Value {
  const [shown, setShown] = useState(value);
  const handedOnAt = useRef(0);
  useEffect(() => {
    if (shown === value) {
      return undefined;
    }
    const timer = setTimeout(
      () => {
        handedOnAt.current = Date.now();
        setShown(value);
      },
      Math.max(0, handedOnAt.current + paceMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, shown, paceMs]);
  return paceMs === 0 ? value : shown;
}
