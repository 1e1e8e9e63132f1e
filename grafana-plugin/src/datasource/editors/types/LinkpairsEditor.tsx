import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField, ThresholdsField } from '../fields/CommonFields';
import { EvidenceField } from '../fields/EvidenceField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function LinkpairsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t(
            'editors.linkpairs-editor.tooltip-part-of-the-name-or',
            'Part of the name or the id of a node at either end.',
          )}
        />
        <LimitField {...props} what={t('editors.linkpairs-editor.what-pairs', 'pairs')} usual={2000} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
