import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { findingKindNames } from '@mesh-observatory/contract/findings';
import { findingKindWords } from '../../query/kindWords';
import { LimitField, SearchField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

const findingKindOptions = lazily(() => findingKindNames.map((value) => ({ value, ...findingKindWords()[value] })));

export function FindingsEditor(props: SubEditorProps) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label={t('editors.findings-editor.label-findings', 'Findings')}
          tooltip={t(
            'editors.findings-editor.tooltip-what-to-look-for-each',
            'What to look for. Each finding is a hint with its reason, not a proof.',
          )}
          options={findingKindOptions()}
          values={query.findingKinds}
          onChange={(kinds) => change({ findingKinds: kinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'channels', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t('editors.findings-editor.tooltip-part-of-the-name-or', 'Part of the name or the id of a node.')}
        />
        <LimitField {...props} what={t('editors.findings-editor.what-findings', 'findings')} usual={1000} />
      </InlineFieldRow>
    </>
  );
}
