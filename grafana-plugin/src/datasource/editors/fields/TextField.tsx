import { InlineField, Input } from '@grafana/ui';
import React, { useId, useState, type KeyboardEvent } from 'react';
import { LABEL_WIDTH, PICKER_WIDTH } from './ChoicesField';

interface TextFieldProps {
  readonly label: string;
  readonly tooltip: string;
  readonly placeholder?: string;
  readonly value: string | undefined;
  /** Undefined = empty. Called when the field is left or Enter is pressed, not at every key. */
  readonly onCommit: (value: string | undefined) => void;
  readonly type?: 'text' | 'number';
  readonly min?: number;
  readonly max?: number;
  readonly width?: number;
}

export function TextField(props: TextFieldProps) {
  const { label, tooltip, placeholder, value, onCommit, type = 'text', min, max, width = PICKER_WIDTH } = props;
  const id = useId();
  const [text, setText] = useState(value ?? '');
  const [committed, setCommitted] = useState(value);
  if (value !== committed) {
    setCommitted(value);
    setText(value ?? '');
  }

  const commit = () => {
    const trimmed = text.trim();
    if (trimmed !== (value ?? '')) {
      onCommit(trimmed === '' ? undefined : trimmed);
    }
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') {
      commit();
    }
  };

  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <Input
        id={id}
        type={type}
        min={min}
        max={max}
        width={width}
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
    </InlineField>
  );
}

interface NumberFieldProps extends Omit<TextFieldProps, 'value' | 'onCommit' | 'type'> {
  readonly value: number | undefined;
  readonly onCommit: (value: number | undefined) => void;
}

/** A whole number between `min` and `max`; what is outside is moved to the nearer end. */
export function NumberField({ value, onCommit, min = 1, max = Number.MAX_SAFE_INTEGER, ...rest }: NumberFieldProps) {
  const commit = (text: string | undefined) => {
    const number = Number(text);
    const usable = text !== undefined && Number.isFinite(number);
    onCommit(usable ? Math.min(max, Math.max(min, Math.round(number))) : undefined);
  };
  return <TextField {...rest} type="number" min={min} max={max} value={value?.toString()} onCommit={commit} />;
}
