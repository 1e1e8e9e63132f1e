import { parseNodeId } from '../../../model.js';
import { RequestError } from '../../../errors.js';
import { quote } from '../query-string.js';
import { readsStore, type Route } from '../route.js';

export const nodeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/nodes/{nodeId}',
    policy: readsStore,
    tag: 'Lists',
    operationId: 'getNode',
    summary: 'One node with its latest state, by its id or one it had before',
    parameters: [],
    responses: [{ status: 200, description: 'The node', schema: 'Node' }],
    errors: [404],
    handle: async ({ pathParameters, signal, deadlineMs, viewer }, { read }) => {
      const text = pathParameters.nodeId ?? '';
      const num = parseNodeId(text);
      if (num === undefined) {
        throw new RequestError(
          'bad_parameter',
          `Path parameter nodeId is ${quote(text)}; allowed: a node id such as !a1b2c3d4.`,
        );
      }
      const node = await read.node(num, { signal, deadlineMs, viewer });
      if (node === undefined) throw new RequestError('node_unknown', `No node ${text.toLowerCase()} has been heard.`);
      return { json: node };
    },
  },
];
