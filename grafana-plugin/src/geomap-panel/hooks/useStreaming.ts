import { useState } from 'react';
import { LoadingState, type PanelData } from '@grafana/data';

/** True while new data arrives by itself. A refresh that is under way changes nothing about it. */
export function useStreaming({ state, errors = [] }: PanelData): boolean {
  const isStreaming = state === LoadingState.Streaming && errors.length === 0;
  const [before, setBefore] = useState(isStreaming);
  if (state === LoadingState.Loading) {
    return before;
  }
  if (before !== isStreaming) {
    setBefore(isStreaming);
  }
  return isStreaming;
}
