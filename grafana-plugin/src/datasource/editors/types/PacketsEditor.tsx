import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { FormatField, LimitField, SearchField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

/** Numbers are kept as numbers, because that is what the collector takes; anything else is a variable. */
export const toPorts = (values: readonly string[]): Array<number | string> =>
  values.map((value) => (/^\d+$/.test(value) ? Number(value) : value));

export function PacketsEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="ports"
          label={t('editors.packets-editor.label-ports', 'Ports')}
          tooltip={t(
            'editors.packets-editor.tooltip-what-packets-are-about-by',
            "What packets are about, by Meshtastic's port numbers. Empty = all.",
          )}
          values={query.portnums?.map(String)}
          onChange={(values) => change({ portnums: toPorts(values) })}
        />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t('editors.packets-editor.tooltip-part-of-the-summary-of', 'Part of the summary of a packet.')}
        />
        <LimitField {...props} what={t('editors.packets-editor.what-packets', 'packets')} usual={1000} />
        <FormatField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
