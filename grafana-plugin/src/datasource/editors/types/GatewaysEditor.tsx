import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SilentField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function GatewaysEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['gateways', 'channels']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what={t('editors.gateways-editor.what-gateways', 'gateways')} usual={500} />
        <SilentField
          {...props}
          tooltip={t(
            'editors.gateways-editor.tooltip-also-gateways-that-were-silent',
            'Also gateways that were silent during the whole time range.',
          )}
        />
      </InlineFieldRow>
    </>
  );
}
