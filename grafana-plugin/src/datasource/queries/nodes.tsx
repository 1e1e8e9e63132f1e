import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../editors/fields/ChoicesField';
import { IncludeSilentField, LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'nodes'>) {
  const { services, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <ChoicesField
          services={services}
          kind="metrics"
          label={t('queries.nodes.columns', 'Additional columns')}
          tooltip={t(
            'queries.nodes.columns-tooltip',
            'Latest values of these metrics as columns. Battery, voltage and channel utilization are always included.',
          )}
          placeholder={t('queries.nodes.columns-placeholder', 'None')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <SearchField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} />
        <IncludeSilentField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const nodes: QueryModule<'nodes'> = {
  Editor,
};
