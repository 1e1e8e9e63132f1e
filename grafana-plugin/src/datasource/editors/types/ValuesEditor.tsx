import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { LimitField, SearchField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function ValuesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="values"
          label={t('editors.values-editor.label-values', 'Values')}
          tooltip={t(
            'editors.values-editor.tooltip-what-each-node-gateway-or',
            'What each node, gateway or channel is asked for. Alert rules take one value per query.',
          )}
          placeholder={t('editors.values-editor.placeholder-pick-a-value', 'Pick a value')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t('editors.values-editor.tooltip-part-of-the-name-or', 'Part of the name or the id of a node.')}
        />
        <LimitField {...props} what={t('editors.values-editor.what-values', 'values')} usual={5000} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SilentField
          {...props}
          tooltip={t(
            'editors.values-editor.tooltip-also-nodes-and-gateways-that',
            'Also nodes and gateways that were silent during the whole time range.',
          )}
        />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
