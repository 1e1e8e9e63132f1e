import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { LimitField, SearchField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function NodesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="metrics"
          label={t('editors.nodes-editor.label-more-columns', 'More columns')}
          tooltip={t(
            'editors.nodes-editor.tooltip-newest-values-of-these-metrics',
            'Newest values of these metrics as further columns. Battery, voltage and channel utilization are always there.',
          )}
          placeholder={t('editors.nodes-editor.placeholder-none', 'None')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <SearchField
          {...props}
          tooltip={t('editors.nodes-editor.tooltip-part-of-a-name-or', 'Part of a name or an id.')}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what={t('editors.nodes-editor.what-nodes', 'nodes')} usual={5000} />
        <SilentField
          {...props}
          tooltip={t(
            'editors.nodes-editor.tooltip-also-nodes-that-were-silent',
            'Also nodes that were silent during the whole time range.',
          )}
        />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
