import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../editors/fields/ChoicesField';
import {
  BeyondFields,
  IncludeSilentField,
  LabelsField,
  LimitField,
  SearchField,
  ThresholdsField,
} from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

function Editor(props: EditorProps<'values'>) {
  const { services, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          services={services}
          kind="values"
          label={t('queries.values.metrics', 'Values')}
          tooltip={t(
            'queries.values.metrics-tooltip',
            'One number for each node, gateway or channel. Alert rules take one value per query.',
          )}
          placeholder={t('queries.values.metrics-placeholder', 'Pick a value')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <BeyondFields {...props} />
        <LabelsField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <IncludeSilentField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const values: QueryModule<'values'> = {
  Editor,
  summary: ({ queryType, metrics }) => titled(queryType, metrics),
};
