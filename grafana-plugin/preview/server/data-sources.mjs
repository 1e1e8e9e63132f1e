/** The data sources of the preview, in memory. Only the proxy reads their secrets; no response contains one. */
import { randomUUID } from 'node:crypto';

/**
 * @typedef {object} DataSource
 * @property {number} id
 * @property {string} uid
 * @property {string} name
 * @property {string} type plugin id
 * @property {string} url
 * @property {boolean} isDefault
 * @property {boolean} readOnly
 * @property {Record<string, unknown>} jsonData
 * @property {Record<string, string>} secureJsonData
 * @property {number} version
 */

/** @typedef {Partial<Omit<DataSource, 'id' | 'readOnly' | 'version'>>} DataSourceInput */

export class DataSourceConflict extends Error {}

/** @param {DataSourceInput[]} initial */
export function createDataSources(initial) {
  /** @type {Map<string, DataSource>} */
  const byUid = new Map();
  let lastId = 0;

  /** @param {DataSourceInput} input */
  function add(input) {
    const name = input.name ?? '';
    if (name === '') {
      throw new DataSourceConflict('A data source needs a name.');
    }
    const uid = input.uid === undefined || input.uid === '' ? randomUUID().slice(0, 13) : input.uid;
    if (byUid.has(uid) || [...byUid.values()].some((other) => other.name === name)) {
      throw new DataSourceConflict('data source with the same name or uid already exists');
    }
    lastId += 1;
    /** @type {DataSource} */
    const added = {
      id: lastId,
      uid,
      name,
      type: input.type ?? '',
      url: input.url ?? '',
      isDefault: input.isDefault ?? false,
      readOnly: false,
      jsonData: input.jsonData ?? {},
      secureJsonData: input.secureJsonData ?? {},
      version: 1,
    };
    byUid.set(uid, added);
    return added;
  }

  for (const input of initial) {
    add(input);
  }

  return {
    list: () => [...byUid.values()],
    /** @param {string} uid */
    find: (uid) => byUid.get(uid),
    add,
    /**
     * Keeps secrets that the changes do not contain, and deletes those that are empty.
     * @param {string} uid
     * @param {DataSourceInput} changes
     */
    update(uid, changes) {
      const current = byUid.get(uid);
      if (current === undefined) {
        return undefined;
      }
      const secrets = Object.entries({ ...current.secureJsonData, ...changes.secureJsonData });
      const updated = {
        ...current,
        name: changes.name ?? current.name,
        url: changes.url ?? current.url,
        isDefault: changes.isDefault ?? current.isDefault,
        jsonData: changes.jsonData ?? current.jsonData,
        secureJsonData: Object.fromEntries(secrets.filter(([, value]) => value !== '')),
        version: current.version + 1,
      };
      byUid.set(uid, updated);
      return updated;
    },
  };
}

/** @typedef {ReturnType<typeof createDataSources>} DataSources */

/**
 * A data source as `/api/datasources` returns it, with the names of its secrets only.
 * @param {DataSource} source
 */
export function publicView({ secureJsonData, ...rest }) {
  return {
    ...rest,
    orgId: 1,
    typeName: 'Mesh Observatory',
    typeLogoUrl: `public/plugins/${rest.type}/img/logo.svg`,
    access: 'proxy',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    withCredentials: false,
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true])),
    accessControl: {
      'datasources:read': true,
      'datasources:write': true,
      'datasources:query': true,
      'datasources:delete': true,
    },
  };
}
