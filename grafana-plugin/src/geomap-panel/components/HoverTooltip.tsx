import React from 'react';
import {
  Portal,
  VizTooltipColorIndicator,
  VizTooltipContainer,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import type { Description } from '../describe/description';
import { testIds } from '../testIds';

const OFFSET = { x: 12, y: 12 };

export interface HoverTooltipProps {
  readonly description: Description;
  readonly x: number;
  readonly y: number;
}

/** Tooltip with the short description of a thing, beside the pointer. */
export function HoverTooltip({ description: { title, subtitle, color, rows }, x, y }: HoverTooltipProps) {
  const marker = VizTooltipColorIndicator.marker_md;
  return (
    <Portal>
      <VizTooltipContainer position={{ x, y }} offset={OFFSET} data-testid={testIds.tooltip}>
        <VizTooltipWrapper>
          <VizTooltipHeader
            item={{ label: title, value: subtitle, ...(color === undefined ? {} : { color, colorIndicator: marker }) }}
          />
          {rows.length > 0 && (
            <VizTooltipContent
              items={rows.map(({ label, value, color: own }) => ({
                label,
                value,
                ...(own === undefined ? {} : { color: own, colorIndicator: marker }),
              }))}
            />
          )}
        </VizTooltipWrapper>
      </VizTooltipContainer>
    </Portal>
  );
}
