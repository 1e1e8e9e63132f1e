import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../fields/CommonFields';
import { EvidenceField } from '../fields/EvidenceField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

/** The graph is the whole mesh; nodes, channels and roles choose whose loss is of interest. */
export function CutpointsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t(
            'editors.cutpoints-editor.tooltip-part-of-the-name-or',
            'Part of the name or the id of a node whose loss is of interest.',
          )}
        />
        <LimitField {...props} what={t('editors.cutpoints-editor.what-nodes', 'nodes')} usual={200} />
      </InlineFieldRow>
    </>
  );
}
