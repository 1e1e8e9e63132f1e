import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField } from '../fields/CommonFields';
import { EvidenceField } from '../fields/EvidenceField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function NodegraphEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what={t('editors.nodegraph-editor.what-nodes', 'nodes')} usual={1500} />
      </InlineFieldRow>
    </>
  );
}
