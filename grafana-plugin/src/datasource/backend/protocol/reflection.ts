/** Short notation of messages and services, in the form proto-loader takes. */
import type { fromJSON } from '@grpc/proto-loader';

export type Namespace = Parameters<typeof fromJSON>[0];

/** Name → number and type; types are those of a proto file: `string`, `repeated X`, `map<string,X>`. */
type Fields = Readonly<Record<string, readonly [id: number, type: string]>>;

export const message = (fields: Fields) => ({
  fields: Object.fromEntries(Object.entries(fields).map(([name, [id, type]]) => [name, fieldOf(id, type)])),
});

function fieldOf(id: number, type: string) {
  const map = /^map<string,(\w+)>$/.exec(type)?.[1];
  if (map !== undefined) {
    return { id, keyType: 'string', type: map };
  }
  const repeated = /^repeated (\w+)$/.exec(type)?.[1];
  return repeated === undefined ? { id, type } : { id, type: repeated, rule: 'repeated' };
}

type Flow = 'one' | 'many';

/** A call with one request, or a stream of them, and one answer, or a stream of them. */
export const method = (requestType: string, responseType: string, answers: Flow = 'one', requests: Flow = 'one') => ({
  requestType,
  responseType,
  requestStream: requests === 'many',
  responseStream: answers === 'many',
  comment: '',
});
