import React from 'react';
import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import type { Narrowing } from '../hooks/useNarrowing';
import { testIds } from '../testIds';

export interface NarrowButtonsProps {
  readonly narrowing: Narrowing;
  readonly nodeIds: readonly string[];
}

/** Narrow the dashboard to the nodes of a card, and back. */
export function NarrowButtons({ narrowing: { narrowTo, widen }, nodeIds }: NarrowButtonsProps) {
  return (
    <>
      <Button
        size="sm"
        variant="secondary"
        icon="filter"
        tooltip={t('narrow.tooltip', 'Show only this on the whole dashboard')}
        data-testid={testIds.narrow}
        onClick={() => narrowTo(nodeIds)}
      >
        {t('narrow.to', 'Narrow to these {{count}} nodes', {
          count: nodeIds.length,
          defaultValue_one: 'Narrow to this node',
        })}
      </Button>
      {widen !== undefined && <WidenButton onWiden={widen} />}
    </>
  );
}

export function WidenButton({ onWiden }: { readonly onWiden: () => void }) {
  return (
    <Button size="sm" variant="secondary" icon="times" data-testid={testIds.widen} onClick={onWiden}>
      {t('narrow.all', 'Show all nodes again')}
    </Button>
  );
}
