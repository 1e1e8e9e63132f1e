import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { ActionModel, Field, GrafanaTheme2, LinkModel } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, ConfirmModal, Input, LinkButton, useStyles2 } from '@grafana/ui';

type Action = ActionModel<Field>;

/** An action asks before it runs, with its variables to fill in. */
function ActionButton({ action }: { readonly action: Action }) {
  const [isAsking, setAsking] = useState(false);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const run = () => {
    setAsking(false);
    action.onClick(undefined, undefined, values);
  };
  return (
    <>
      <Button size="sm" variant="secondary" onClick={() => (action.oneClick ? run() : setAsking(true))}>
        {action.title}
      </Button>
      {isAsking && (
        <ConfirmModal
          isOpen
          title={action.title}
          body={action.confirmation(values)}
          description={(action.variables ?? []).map(({ key, name }) => (
            <Input
              key={key}
              aria-label={name}
              placeholder={name}
              value={values[key] ?? ''}
              onChange={({ currentTarget }) => setValues({ ...values, [key]: currentTarget.value })}
            />
          ))}
          confirmText={t('card-links.run', 'Run')}
          onConfirm={run}
          onDismiss={() => setAsking(false)}
        />
      )}
    </>
  );
}

export interface CardLinksProps {
  readonly links: ReadonlyArray<LinkModel<Field>>;
  readonly actions: readonly Action[];
  readonly children?: React.ReactNode;
}

/** Links and actions of a card, and buttons of its own. */
export function CardLinks({ links, actions, children }: CardLinksProps) {
  const styles = useStyles2(getStyles);
  if (links.length === 0 && actions.length === 0 && children === undefined) {
    return null;
  }
  return (
    <footer className={styles.footer}>
      {children}
      {links.map(({ href, title, target, onClick }) => (
        <LinkButton
          key={`${title}/${href}`}
          size="sm"
          variant="secondary"
          fill="text"
          href={href}
          target={target}
          {...(onClick === undefined ? {} : { onClick })}
        >
          {title}
        </LinkButton>
      ))}
      {actions.map((action, index) => (
        <ActionButton key={`${action.title}/${index}`} action={action} />
      ))}
    </footer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    padding: theme.spacing(0.75, 1.25),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
