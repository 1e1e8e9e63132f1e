import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LegendField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { TermField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import { titleOf } from '../labels';
import type { EditorProps, QueryModule } from './queryModule';

const DEFAULT_STAT = 'nodes_online';

function Editor(props: EditorProps<'stat'>) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <TermField
          vocabulary="stat"
          label={t('queries.stat.value', 'Value')}
          tooltip={t('queries.stat.value-tooltip', 'One number over the time range, or now.')}
          value={query.stat ?? DEFAULT_STAT}
          onChange={(stat) => change({ stat })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const stat: QueryModule<'stat'> = {
  Editor,
  summary: (query) => titleOf('stat', query.stat ?? DEFAULT_STAT),
  // Every packet changes its node: `nodes` tells of traffic without sending the packets.
};
