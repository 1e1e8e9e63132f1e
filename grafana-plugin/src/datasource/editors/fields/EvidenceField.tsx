import React from 'react';
import { linkKindNames } from '@mesh-observatory/contract/link-kinds';
import { linkKindWords } from '../../query/kindWords';
import type { SubEditorProps } from '../subEditor';
import { FixedChoicesField } from './FixedChoicesField';
import { lazily, t } from '../../i18n';

const options = lazily(() => linkKindNames.map((value) => ({ value, ...linkKindWords()[value] })));

export function EvidenceField({ query, change }: SubEditorProps) {
  return (
    <FixedChoicesField
      label={t('editors.evidence-field.label-evidence', 'Evidence')}
      tooltip={t(
        'editors.evidence-field.tooltip-how-it-is-known-that',
        'How it is known that one node heard the other.',
      )}
      options={options()}
      values={query.linkKinds}
      onChange={(kinds) => change({ linkKinds: kinds })}
    />
  );
}
