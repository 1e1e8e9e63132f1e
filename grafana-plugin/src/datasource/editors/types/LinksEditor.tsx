import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField, ThresholdsField } from '../fields/CommonFields';
import { EvidenceField } from '../fields/EvidenceField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function LinksEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the name or the id of a node at either end." />
        <LimitField {...props} what="links" usual={5000} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
