/** PromQL that several rules share. */

/** Two collectors may see the same node: series are matched within one collector. */
const SAME_NODE = 'on (job, instance, node_id)';

/** Adds the names of a node for the notification. `matchers` narrow the nodes. */
export function withNames(value: string, matchers = ''): string {
  return `(${value}) * ${SAME_NODE} group_left (long_name, short_name, role) meshtastic_node_info${matchers}`;
}

export function where(value: string, condition: string): string {
  return `${value} and ${SAME_NODE} ${condition}`;
}

export function except(value: string, condition: string): string {
  return `${value} unless ${SAME_NODE} ${condition}`;
}
