/** Schemas of the provisioning files of Grafana 13, from its documentation and source. Unknown keys are mistakes. */
const text = { type: 'string', minLength: 1 } as const;
const duration = { type: 'string', pattern: '^(\\d+(ms|[smhdwy]))+$|^0$' } as const;
const orgId = { type: 'integer', minimum: 1 } as const;
const uid = { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,40}$' } as const;
const texts = { type: 'object', additionalProperties: text } as const;

const object = (required: readonly string[], properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});
const list = (items: unknown) => ({ type: 'array', minItems: 1, items });
const file = (properties: Readonly<Record<string, unknown>>) =>
  object(['apiVersion'], { apiVersion: { const: 1 }, ...properties });

export const datasourcesFile = file({
  prune: { type: 'boolean' },
  deleteDatasources: list(object(['name'], { name: text, orgId })),
  datasources: list(
    // Without a fixed uid nothing could name it.
    object(['name', 'type', 'uid', 'access', 'url'], {
      name: text,
      type: text,
      uid,
      orgId,
      access: { enum: ['proxy', 'direct'] },
      url: text,
      isDefault: { type: 'boolean' },
      basicAuth: { type: 'boolean' },
      jsonData: { type: 'object' },
      secureJsonData: texts,
      version: { type: 'integer' },
      editable: { type: 'boolean' },
    }),
  ),
});

export const dashboardsFile = file({
  providers: list(
    object(['name', 'type', 'options'], {
      name: text,
      orgId,
      folder: text,
      folderUid: uid,
      type: { const: 'file' },
      disableDeletion: { type: 'boolean' },
      allowUiUpdates: { type: 'boolean' },
      updateIntervalSeconds: { type: 'integer', minimum: 1 },
      options: object(['path'], { path: text, foldersFromFilesStructure: { type: 'boolean' } }),
    }),
  ),
});

export const pluginsFile = file({
  apps: list(
    object(['type'], {
      type: text,
      org_id: orgId,
      disabled: { type: 'boolean' },
      jsonData: { type: 'object' },
      secureJsonData: texts,
    }),
  ),
});

const query = object(['refId', 'datasourceUid', 'relativeTimeRange', 'model'], {
  refId: { type: 'string', pattern: '^[A-Z]$' },
  queryType: { type: 'string' },
  datasourceUid: uid,
  relativeTimeRange: object(['from', 'to'], {
    from: { type: 'integer', minimum: 0 },
    to: { type: 'integer', minimum: 0 },
  }),
  model: { type: 'object', required: ['refId', 'datasource'] },
});

const rule = object(['uid', 'title', 'condition', 'data', 'for', 'noDataState', 'execErrState'], {
  uid,
  title: { ...text, maxLength: 190 },
  condition: { type: 'string', pattern: '^[A-Z]$' },
  data: list(query),
  dashboardUid: uid,
  panelId: { type: 'integer', minimum: 1 },
  noDataState: { enum: ['NoData', 'Alerting', 'OK', 'KeepLast'] },
  execErrState: { enum: ['Error', 'Alerting', 'OK', 'KeepLast'] },
  for: duration,
  keepFiringFor: duration,
  missing_series_evals_to_resolve: { type: 'integer', minimum: 0 },
  annotations: texts,
  labels: texts,
  isPaused: { type: 'boolean' },
});

const matcher = {
  type: 'array',
  prefixItems: [text, { enum: ['=', '!=', '=~', '!~'] }, text],
  minItems: 3,
  maxItems: 3,
};
const timing = { group_wait: duration, group_interval: duration, repeat_interval: duration };
const route = {
  receiver: text,
  group_by: list(text),
  object_matchers: list(matcher),
  continue: { type: 'boolean' },
  mute_time_intervals: list(text),
  active_time_intervals: list(text),
  ...timing,
};
const policy = object(['receiver', 'group_by'], {
  orgId,
  receiver: text,
  group_by: list(text),
  ...timing,
  routes: list(object(['object_matchers'], route)),
});

const settings: Readonly<Record<string, object>> = {
  webhook: object(['url'], {
    url: text,
    httpMethod: { enum: ['POST', 'PUT'] },
    username: text,
    password: text,
    authorization_scheme: text,
    authorization_credentials: text,
    maxAlerts: { type: 'string', pattern: '^\\d+$' },
    title: text,
    message: text,
  }),
  email: object(['addresses'], { addresses: text, singleEmail: { type: 'boolean' }, subject: text, message: text }),
  telegram: object(['bottoken', 'chatid'], {
    bottoken: text,
    chatid: text,
    message: text,
    parse_mode: { enum: ['None', 'HTML', 'Markdown', 'MarkdownV2'] },
    disable_notifications: { type: 'boolean' },
  }),
  discord: object(['url'], { url: text, title: text, message: text, use_discord_username: { type: 'boolean' } }),
};

const contactPoint = object(['name', 'receivers'], {
  orgId,
  name: text,
  receivers: list({
    oneOf: Object.entries(settings).map(([type, schema]) =>
      object(['uid', 'type', 'settings'], {
        uid,
        type: { const: type },
        settings: schema,
        disableResolveMessage: { type: 'boolean' },
      }),
    ),
  }),
});

export const alertingFile = file({
  groups: list(
    object(['name', 'folder', 'interval', 'rules'], {
      orgId,
      name: text,
      folder: text,
      interval: duration,
      rules: list(rule),
    }),
  ),
  deleteRules: list(object(['uid'], { orgId, uid })),
  contactPoints: list(contactPoint),
  deleteContactPoints: list(object(['uid'], { orgId, uid })),
  policies: list(policy),
  resetPolicies: list(orgId),
  templates: list(object(['name', 'template'], { orgId, name: text, template: text })),
  deleteTemplates: list(object(['name'], { orgId, name: text })),
});
