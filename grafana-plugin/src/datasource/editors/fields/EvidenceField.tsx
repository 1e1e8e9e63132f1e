import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import React from 'react';
import { t } from '../../i18n';
import type { FieldProps } from './fieldProps';
import { TermsField } from './TermFields';

export function EvidenceField({ query, change }: FieldProps<{ linkKinds?: LinkKind[] }>) {
  return (
    <TermsField
      vocabulary="linkKind"
      label={t('editors.evidence-field.label', 'Evidence')}
      tooltip={t('editors.evidence-field.tooltip', 'How it is known that one node heard the other. Empty = all.')}
      values={query.linkKinds}
      onChange={(linkKinds) => change({ linkKinds })}
    />
  );
}
