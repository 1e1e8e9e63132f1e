import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

export function PositionsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t('editors.positions-editor.tooltip-part-of-the-name-or', 'Part of the name or the id of a node.')}
        />
        <LimitField {...props} what={t('editors.positions-editor.what-positions', 'positions')} usual={20_000} />
      </InlineFieldRow>
    </>
  );
}
