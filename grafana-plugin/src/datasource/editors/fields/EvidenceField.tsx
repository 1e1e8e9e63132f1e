import React from 'react';
import { linkKinds } from '../../contract';
import { linkKindWords } from '../../query/words';
import type { SubEditorProps } from '../subEditor';
import { FixedChoicesField } from './FixedChoicesField';

const options = linkKinds.map((value) => ({ value, ...linkKindWords[value] }));

export function EvidenceField({ query, change }: SubEditorProps) {
  return (
    <FixedChoicesField
      label="Evidence"
      tooltip="How it is known that one node heard the other."
      options={options}
      values={query.linkKinds}
      onChange={(kinds) => change({ linkKinds: kinds })}
    />
  );
}
