import { useEffect, useState } from 'react';
import { DataHoverClearEvent, DataHoverEvent, type EventBus } from '@grafana/data';
import { findField, textAt } from '../frames/fields';
import type { RowRef } from '../frames/model';

export interface Pointed {
  /** The moment another panel's cursor is at, Unix milliseconds. */
  readonly time: number | undefined;
  readonly nodeId: string | undefined;
}

const nothing: Pointed = { time: undefined, nodeId: undefined };

/** Time and node that are hovered in another panel. */
export function usePointedElsewhere(eventBus: EventBus, isOn: boolean): Pointed {
  const [pointed, setPointed] = useState(nothing);
  useEffect(() => {
    if (!isOn) {
      return undefined;
    }
    const hovered = eventBus.getStream(DataHoverEvent).subscribe((event) => {
      if (event.origin === eventBus) {
        return;
      }
      const { data, rowIndex, point } = event.payload;
      const nodeId = data && rowIndex !== undefined ? textAt(findField(data, 'nodeId'), rowIndex) : undefined;
      const time = point?.time ?? undefined;
      setPointed((before) => (before.time === time && before.nodeId === nodeId ? before : { time, nodeId }));
    });
    const cleared = eventBus.getStream(DataHoverClearEvent).subscribe((event) => {
      if (event.origin !== eventBus) {
        setPointed(nothing);
      }
    });
    return () => {
      hovered.unsubscribe();
      cleared.unsubscribe();
    };
  }, [eventBus, isOn]);
  return isOn ? pointed : nothing;
}

/** Publishes the hovered row to other panels. */
export function usePublishHover(eventBus: EventBus, isOn: boolean, ref: RowRef | undefined, time: number | undefined) {
  const [frame, row] = [ref?.frame, ref?.row];
  useEffect(() => {
    if (!isOn || frame === undefined || row === undefined) {
      return undefined;
    }
    eventBus.publish(new DataHoverEvent({ data: frame, rowIndex: row, point: time === undefined ? {} : { time } }));
    return () => eventBus.publish(new DataHoverClearEvent());
  }, [eventBus, isOn, frame, row, time]);
}
