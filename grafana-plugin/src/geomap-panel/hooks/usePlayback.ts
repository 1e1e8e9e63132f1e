import { useCallback, useEffect, useMemo, useState } from 'react';

/** Simulated time that passes in one second at each speed. */
export const speeds = [
  { label: '1 min/s', perSecondMs: 60_000 },
  { label: '5 min/s', perSecondMs: 300_000 },
  { label: '15 min/s', perSecondMs: 900_000 },
  { label: '1 h/s', perSecondMs: 3_600_000 },
  { label: '6 h/s', perSecondMs: 21_600_000 },
] as const;

/** A range plays in at most a minute unless asked otherwise. */
export function defaultSpeed(rangeMs: number): number {
  const index = speeds.findIndex(({ perSecondMs }) => rangeMs / perSecondMs <= 60);
  return index < 0 ? speeds.length - 1 : index;
}

/** Ten frames a second are smooth enough for things that move every few minutes. */
const TICK_MS = 100;

export interface Playback {
  /** undefined: the newest state. */
  readonly time: number | undefined;
  readonly playing: boolean;
  readonly speed: number;
  readonly from: number;
  readonly to: number;
  readonly toggle: () => void;
  readonly seek: (time: number) => void;
  readonly step: (direction: 1 | -1) => void;
  readonly setSpeed: (index: number) => void;
  readonly goLive: () => void;
}

/** Playback clock over the part of the dashboard's time range that has passed; at its end until playback starts. */
export function usePlayback(from: number, present: number): Playback {
  const to = Math.max(from, present);
  const [time, setTime] = useState<number>();
  const [playing, setPlaying] = useState(false);
  const [chosenSpeed, setSpeed] = useState<number>();
  const speed = chosenSpeed ?? defaultSpeed(to - from);

  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    const passed = ((speeds[speed]?.perSecondMs ?? 60_000) * TICK_MS) / 1000;
    const timer = setInterval(() => setTime((before) => Math.min(to, (before ?? from) + passed)), TICK_MS);
    return () => clearInterval(timer);
  }, [playing, speed, from, to]);

  const isAtEnd = time !== undefined && time >= to;
  const seek = useCallback((next: number) => setTime(Math.min(to, Math.max(from, next))), [from, to]);
  const toggle = useCallback(() => {
    setTime((before) => (before === undefined || before >= to || before < from ? from : before));
    setPlaying((before) => !before || isAtEnd);
  }, [from, to, isAtEnd]);
  const step = useCallback(
    (direction: 1 | -1) => {
      setPlaying(false);
      setTime((before) => Math.min(to, Math.max(from, (before ?? to) + (direction * (to - from)) / 100)));
    },
    [from, to],
  );
  const goLive = useCallback(() => {
    setPlaying(false);
    setTime(undefined);
  }, []);
  return useMemo(
    () => ({
      time: time === undefined ? undefined : Math.min(to, Math.max(from, time)),
      playing: playing && !isAtEnd,
      speed,
      from,
      to,
      toggle,
      seek,
      step,
      setSpeed,
      goLive,
    }),
    [time, playing, isAtEnd, speed, from, to, toggle, seek, step, goLive],
  );
}
