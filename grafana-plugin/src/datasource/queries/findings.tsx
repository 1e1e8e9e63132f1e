import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { TermsField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

function Editor(props: EditorProps<'findings'>) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <TermsField
          vocabulary="findingKind"
          label={t('queries.findings.kinds', 'Findings')}
          tooltip={t(
            'queries.findings.kinds-tooltip',
            'Each finding is a hint with its reason, not a proof. Empty = all.',
          )}
          values={query.findingKinds}
          onChange={(findingKinds) => change({ findingKinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'channels', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const findings: QueryModule<'findings'> = {
  Editor,
  summary: ({ queryType, findingKinds }) => titled(queryType, findingKinds, 'findingKind'),
};
