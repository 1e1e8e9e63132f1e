import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function MessagesEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip={t('editors.messages-editor.tooltip-part-of-the-text', 'Part of the text.')} />
        <LimitField {...props} what={t('editors.messages-editor.what-messages', 'messages')} usual={1000} />
        <FormatField {...props} />
      </InlineFieldRow>
    </>
  );
}
