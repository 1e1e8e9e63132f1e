import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function ChannelsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['channels', 'gateways', 'nodes', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what={t('editors.channels-editor.what-channels', 'channels')} usual={200} />
      </InlineFieldRow>
    </>
  );
}
