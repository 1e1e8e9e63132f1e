import { t } from '@grafana/i18n';
import { linkKinds as known, type LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { MapLink } from '../../frames/model';
import { kindKey } from '../../scene/scene';
import type { KeyEntry, LayerKind } from '../layer';
import { dashOfKind, type LookInputs } from './linkLook';

type KindInputs = Pick<LookInputs, 'scene' | 'options'>;

export const LINKS_LAYER = 'mesh-links';

/** Whether links of a kind are drawn: those chosen in the options, or all, unless the legend was used to switch. */
function isKindOn(kind: string, { scene, options }: KindInputs): boolean {
  const isChosen = options.kinds.length === 0 || options.kinds.some((wanted) => kind.includes(wanted));
  return isChosen !== scene.switchedKinds.has(kindKey(LINKS_LAYER, kind));
}

/** Links of the selected nodes if the options ask for these only, else all. */
function linksInFocus({ scene: { mesh, selected }, options }: KindInputs): readonly MapLink[] {
  return options.focus === 'all'
    ? mesh.links
    : mesh.links.filter(({ from, to }) => selected.has(from) || selected.has(to));
}

export function visibleLinks(inputs: KindInputs): MapLink[] {
  const kinds = new Map<string, boolean>();
  return linksInFocus(inputs).filter(({ kind }) => {
    const isOn = kinds.get(kind) ?? isKindOn(kind, inputs);
    kinds.set(kind, isOn);
    return isOn;
  });
}

/** The kinds of links there are, with how many of each can be drawn. */
export function linkKindsOf(inputs: KindInputs): LayerKind[] {
  const counts = new Map(inputs.scene.mesh.links.map(({ kind }) => [kind, 0]));
  for (const { kind } of linksInFocus(inputs)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  counts.delete('');
  return [...counts]
    .map(([kind, count]) => ({ kind, label: linkKindTitle(kind), count, isOn: isKindOn(kind, inputs) }))
    .sort((left, right) => left.kind.localeCompare(right.kind));
}

const isKnown = (kind: string): kind is LinkKind => kind in known;

export const linkKindTitle = (kind: string) => (isKnown(kind) ? known[kind].title : kind);

/** The line of each kind that is drawn. */
export const linksKey = (inputs: KindInputs): KeyEntry[] =>
  linkKindsOf(inputs)
    .filter(({ isOn, count }) => isOn && count > 0)
    .map(({ kind, label }) => ({
      mark: { type: 'line', dash: dashOfKind(kind) },
      label: t('key.link', 'Link: {{kind}}', { kind: label }),
    }));
