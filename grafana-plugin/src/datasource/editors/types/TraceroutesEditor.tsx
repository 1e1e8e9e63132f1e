import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function TraceroutesEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what={t('editors.traceroutes-editor.what-traceroutes', 'traceroutes')} usual={500} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
