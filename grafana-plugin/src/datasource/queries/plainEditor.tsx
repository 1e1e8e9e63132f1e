import { InlineFieldRow } from '@grafana/ui';
import React, { type ComponentType } from 'react';
import type { FieldProps } from '../editors/fields/fieldProps';
import { NarrowingFields, type Narrowing, type NarrowingOptions } from '../editors/fields/NarrowingFields';

/** The editor of a query type without choices of its own: the pickers that narrow it down, and below them its fields. */
export function plainEditor<Props extends FieldProps<NarrowingOptions>>(
  by: readonly Narrowing[],
  ...fields: ReadonlyArray<ComponentType<Props>>
): ComponentType<Props> {
  return function PlainEditor(props) {
    return (
      <>
        <InlineFieldRow>
          <NarrowingFields {...props} by={by} />
        </InlineFieldRow>
        <InlineFieldRow>
          {fields.map((Field, index) => (
            <Field key={index} {...props} />
          ))}
        </InlineFieldRow>
      </>
    );
  };
}
