import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LegendField, LimitField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { PortsField } from '../editors/fields/PortsField';
import { RadioField } from '../editors/fields/RadioField';
import { TermField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import { optionsOf, titleOf } from '../labels';
import type { EditorProps, QueryModule } from './queryModule';

const DEFAULT_GROUP = 'port';
const DEFAULT_UNIT = 'packets';

function Editor(props: EditorProps<'traffic'>) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <TermField
          vocabulary="trafficGroup"
          label={t('queries.traffic.group', 'Group by')}
          tooltip={t('queries.traffic.group-tooltip', 'One series per port, channel, gateway …')}
          value={query.trafficBy ?? DEFAULT_GROUP}
          onChange={(trafficBy) => change({ trafficBy })}
        />
        <RadioField
          label={t('queries.traffic.unit', 'Unit')}
          tooltip={t('queries.traffic.unit-tooltip', 'Packets or bytes, per interval or as a rate.')}
          options={optionsOf('trafficUnit')}
          value={query.trafficUnit ?? DEFAULT_UNIT}
          onChange={(trafficUnit) => change({ trafficUnit })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels']} />
        <PortsField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const traffic: QueryModule<'traffic'> = {
  Editor,
  summary: ({ trafficBy = DEFAULT_GROUP, trafficUnit = DEFAULT_UNIT }) =>
    t('queries.traffic.summary', 'Traffic in {{unit}} by {{group}}', {
      unit: titleOf('trafficUnit', trafficUnit).toLowerCase(),
      group: titleOf('trafficGroup', trafficBy).toLowerCase(),
    }),
};
