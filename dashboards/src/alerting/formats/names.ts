import type { AlertRule } from '../rule.js';

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `mesh-node-silent`; Grafana allows 40 characters. */
export const uidOf = ({ id }: AlertRule) => `mesh-${id}`;

/** `MeshNodeSilent`, as Prometheus writes alert names. */
export const alertNameOf = ({ id }: AlertRule) => `Mesh${id.split('-').map(capitalized).join('')}`;

const RUNBOOKS = 'https://github.com/mesh-observatory/mesh-observatory/blob/main/docs/operations.md';

/** A heading `### Alert: node-silent` of the runbook, as GitHub makes its anchor. */
export const runbookUrlOf = ({ id }: AlertRule) => `${RUNBOOKS}#alert-${id}`;

/** Name of a group of rules in Prometheus, where all groups of all programs share one list. */
export const groupNameOf = ({ name }: { readonly name: string }) => `mesh-${name.toLowerCase().replaceAll(' ', '-')}`;
