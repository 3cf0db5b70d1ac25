// SPDX-License-Identifier: EUPL-1.2
// Text entry with label, hint and error; one line, many lines, or a password that can be shown.
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { type ReactNode, type Ref, useState } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Group,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../Button/IconButton';
import { classes } from '../classes';
import styles from './Field.module.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children' | 'style'> {
  label: string;
  /** Keeps the label for screen readers only. */
  bare?: boolean;
  hint?: ReactNode;
  error?: string | null;
  placeholder?: string;
  rows?: number;
  mono?: boolean;
  /** What a phone's keyboard does with first letters. */
  autoCapitalize?: 'none' | 'sentences';
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  bare,
  hint,
  error,
  placeholder,
  rows,
  mono,
  className,
  inputRef,
  autoCapitalize,
  ...rest
}: TextFieldProps) {
  const input = classes(styles.input, mono && styles.mono);
  return (
    <AriaTextField
      {...rest}
      {...named(label, bare)}
      isInvalid={Boolean(error)}
      className={classes(styles.field, className)}
    >
      {!bare && <Label className={styles.label}>{label}</Label>}
      {rows ? (
        <TextArea className={classes(input, styles.area)} rows={rows} placeholder={placeholder} />
      ) : (
        <Input className={input} placeholder={placeholder} ref={inputRef} autoCapitalize={autoCapitalize} />
      )}
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
}

export function PasswordField({
  label,
  hint,
  error,
  className,
  inputRef,
  ...rest
}: Omit<TextFieldProps, 'rows' | 'mono'>) {
  const [shown, setShown] = useState(false);
  const { t } = useTranslation('ui');
  return (
    <AriaTextField
      {...rest}
      type={shown ? 'text' : 'password'}
      isInvalid={Boolean(error)}
      className={classes(styles.field, className)}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.group}>
        <Input className={styles.inner} ref={inputRef} />
        <IconButton
          label={t(shown ? 'hidePassword' : 'showPassword')}
          icon={shown ? IconEyeOff : IconEye}
          size="sm"
          onPress={() => setShown(!shown)}
        />
      </Group>
      <Below hint={hint} error={error} />
    </AriaTextField>
  );
}

export function Below({ hint, error }: { hint?: ReactNode; error?: string | null | undefined }) {
  return (
    <>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  );
}

export function named(label: string, bare: boolean | undefined): { 'aria-label'?: string } {
  return bare ? { 'aria-label': label } : {};
}
