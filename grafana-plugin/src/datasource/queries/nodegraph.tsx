import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField } from '../editors/fields/CommonFields';
import { EvidenceField } from '../editors/fields/EvidenceField';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'nodegraph'>) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const nodegraph: QueryModule<'nodegraph'> = {
  Editor,
};
