import React, { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Input, useStyles2 } from '@grafana/ui';
import type { MapNode } from '../frames/model';
import { testIds } from '../testIds';
import { chrome } from './chrome';
import { searchNodes } from './searchNodes';
const MAX_RESULTS = 40;

export interface SearchBoxProps {
  readonly nodes: readonly MapNode[];
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
  readonly onPick: (nodeId: string) => void;
  readonly onLeave: () => void;
}

/** Searches nodes; the results can be reached with the arrow keys, so that no pointer is needed. */
export function SearchBox({ nodes, inputRef, onPick, onLeave }: SearchBoxProps) {
  const styles = useStyles2(getStyles);
  const listId = useId();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = useMemo(() => (isOpen ? searchNodes(nodes, query, MAX_RESULTS) : []), [nodes, query, isOpen]);
  const list = useRef<HTMLUListElement>(null);

  const move = (next: number) => {
    const index = Math.max(0, Math.min(found.length - 1, next));
    setActive(index);
    list.current?.children[index]?.scrollIntoView?.({ block: 'nearest' });
  };
  const pick = (node: MapNode | undefined) => {
    if (node !== undefined) {
      setOpen(false);
      setQuery('');
      onPick(node.id);
      onLeave();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const steps: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: found.length };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setOpen(true);
      move(next);
    } else if (event.key === 'Enter') {
      pick(found[active]);
    } else if (event.key === 'Escape') {
      setOpen(false);
      setQuery('');
      onLeave();
    }
  };
  return (
    <div
      className={styles.box}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <Input
        ref={inputRef}
        value={query}
        prefix={<Icon name="search" />}
        placeholder={t('search-box.placeholder', 'Find a node')}
        role="combobox"
        aria-label={t('search-box.label', 'Find a node by name, ID, role or hardware')}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && found[active] ? `${listId}-${active}` : undefined}
        data-testid={testIds.search}
        onFocus={() => setOpen(true)}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen && (found.length > 0 || query !== '') && (
        <ul ref={list} id={listId} role="listbox" className={cx(styles.chrome, styles.list)}>
          {found.length === 0 && <li className={styles.none}>{t('search-box.none', 'No matching nodes')}</li>}
          {found.map((node, index) => (
            <li
              key={node.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className={cx(styles.option, index === active && styles.active)}
              data-testid={testIds.searchResult}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(node)}
            >
              <span className={styles.name}>{node.name}</span>
              <span className={styles.id}>
                {node.position === undefined ? t('search-box.no-place', 'no position') : node.id}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  box: css({ position: 'relative', width: 200, pointerEvents: 'auto' }),
  list: css({
    position: 'absolute',
    top: '100%',
    left: 0,
    width: 280,
    maxHeight: 260,
    overflowY: 'auto',
    marginTop: 4,
    listStyle: 'none',
    padding: 2,
    zIndex: 1,
  }),
  option: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: '3px 8px',
    cursor: 'pointer',
    borderRadius: theme.shape.radius.default,
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.selected }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  id: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  none: css({ padding: '3px 8px', color: theme.colors.text.secondary }),
});
