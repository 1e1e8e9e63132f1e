import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { statNames } from '@mesh-observatory/contract/stats';
import { statWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { LegendField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

const statOptions = lazily(() => statNames.map((value) => ({ value, ...statWords()[value] })));

export function StatEditor(props: SubEditorProps) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoiceField
          label={t('editors.stat-editor.label-counter', 'Counter')}
          tooltip={t('editors.stat-editor.tooltip-one-number-over-the-time', 'One number over the time range, or now.')}
          options={statOptions()}
          value={query.stat ?? 'nodes_online'}
          onChange={(stat) => change({ stat })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} labels={t('editors.stat-editor.labels-dashboard-variables', 'dashboard variables')} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
