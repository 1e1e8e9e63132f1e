import { useCallback, type KeyboardEvent, type RefObject } from 'react';
import type OlMap from 'ol/Map';
import { panBy, zoomBy } from '../map/view';
import type { MapState } from './useMapState';
import type { Playback } from './usePlayback';

const PAN = 0.25;

export interface KeyboardInputs {
  readonly map: OlMap;
  readonly state: MapState;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onFit: () => void;
  readonly onCopyLink: () => void;
  /** Called on Enter while a tool is active. */
  readonly onUseTool: () => void;
  /** undefined: the panel has no playback. */
  readonly playback: Pick<Playback, 'toggle' | 'step'> | undefined;
}

const isTyping = (target: EventTarget) =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

/** Keyboard shortcuts of the map. Other keys are left to Grafana. */
export function useKeyboard(inputs: KeyboardInputs): (event: KeyboardEvent) => void {
  const { map, state, search, onFit, onCopyLink, onUseTool, playback } = inputs;
  const { tool, endTool, select, toggleTool } = state;
  return useCallback(
    (event) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const keys: Record<string, () => void> = {
        ArrowLeft: () => panBy(map, -PAN, 0),
        ArrowRight: () => panBy(map, PAN, 0),
        ArrowUp: () => panBy(map, 0, PAN),
        ArrowDown: () => panBy(map, 0, -PAN),
        '+': () => zoomBy(map, 1),
        '=': () => zoomBy(map, 1),
        '-': () => zoomBy(map, -1),
        f: onFit,
        m: () => toggleTool('measure'),
        b: () => toggleTool('box'),
        c: onCopyLink,
        ...(tool === undefined ? {} : { Enter: onUseTool }),
        ...(playback && {
          ' ': playback.toggle,
          ',': () => playback.step(-1),
          '.': () => playback.step(1),
        }),
        '/': () => search.current?.focus(),
        Escape: () => (tool === undefined ? select([]) : endTool()),
      };
      const action = keys[event.key];
      if (action !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        action();
      }
    },
    [map, tool, endTool, select, toggleTool, search, onFit, onCopyLink, onUseTool, playback],
  );
}
