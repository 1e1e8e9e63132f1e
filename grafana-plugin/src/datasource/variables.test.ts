import { toDataFrame, FieldType } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { createDataSource, requestOf } from '../testing/fakeDataSource';
import { createTemplates } from '../testing/fakeTemplates';
import { annotationSupport, toAnnotationEvents } from './annotations';
import { annotationQueryOf } from './query/annotationQuery';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshVariableQuery } from './types';
import { variablesRequestOf } from './variables';

const variableQuery = (patch: Partial<MeshVariableQuery> = {}): MeshVariableQuery => ({
  refId: 'V',
  version: QUERY_VERSION,
  kind: 'nodes',
  ...patch,
});

describe('query variables', () => {
  it('ask for the choices and hand on text and value', async () => {
    const { datasource, client } = createDataSource({
      variables: jest.fn().mockResolvedValue([{ text: 'ROOF · On the roof', value: '!00000001' }]),
    });
    const request = { ...requestOf([]), targets: [variableQuery({ search: 'roof' })] };
    const { data } = await lastValueFrom(datasource.variables.query(request));
    expect(data).toEqual([{ text: 'ROOF · On the roof', value: '!00000001' }]);
    expect(client.variables).toHaveBeenCalledWith({ kind: 'nodes', search: 'roof', filters: [] });
  });

  it('may depend on other variables', () => {
    const templates = createTemplates({ gateway: ['!0000000a', '!0000000b'], word: 'roof' });
    const saved = variableQuery({ gateways: ['$gateway'], roles: ['ROUTER'], search: '$word' });
    expect(variablesRequestOf(saved, { templates, scopedVars: {} })).toEqual({
      kind: 'nodes',
      search: 'roof',
      filters: [
        { key: 'gateway', operator: '=|', value: '!0000000a', values: ['!0000000a', '!0000000b'] },
        { key: 'role', operator: '=|', value: 'ROUTER', values: ['ROUTER'] },
      ],
    });
  });

  it('have no choices while what they depend on has no value', async () => {
    const { datasource, client } = createDataSource({}, createTemplates({ gateway: '' }));
    const request = { ...requestOf([]), targets: [variableQuery({ gateways: ['$gateway'] })] };
    expect(await lastValueFrom(datasource.variables.query(request))).toEqual({ data: [] });
    expect(client.variables).not.toHaveBeenCalled();
  });
});

describe('annotations', () => {
  it('are made of events', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [5] },
        { name: 'title', values: ['ROOF is silent'] },
        { name: 'text', values: ['Not heard for 3 h'] },
        { name: 'tags', values: ['node_silent,warning'] },
        { name: 'id', values: ['7'] },
        { name: 'shortName', values: ['ROOF'] },
      ],
    });
    expect(toAnnotationEvents([frame])).toEqual([
      {
        id: '7',
        time: 5,
        title: 'ROOF is silent',
        text: 'Not heard for 3 h',
        tags: ['node_silent', 'warning', 'ROOF'],
      },
    ]);
  });

  it('are made of texts with their hashtags', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [5] },
        { name: 'fromName', values: ['ROOF'] },
        { name: 'toName', values: ['everyone'] },
        { name: 'channel', values: ['LongFast'] },
        { name: 'kind', values: ['text'] },
        { name: 'text', values: ['Up for the #net, #grüße'] },
        { name: 'packetId', values: ['000000ff'] },
      ],
    });
    expect(toAnnotationEvents([frame])).toEqual([
      {
        id: '000000ff',
        time: 5,
        title: 'ROOF → everyone',
        text: 'Up for the #net, #grüße',
        tags: ['net', 'grüße', 'LongFast', 'text'],
      },
    ]);
  });

  it('escape names and texts of strangers, which Grafana shows as HTML', () => {
    const image = '<img src=//tracker.example/x>';
    const event = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [5] },
        { name: 'title', values: [`${image} is silent`] },
        { name: 'text', values: [image] },
      ],
    });
    const message = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [5] },
        { name: 'fromName', values: [image] },
        { name: 'toName', values: [image] },
        { name: 'text', values: [image] },
      ],
    });
    for (const { title, text } of toAnnotationEvents([event, message])) {
      expect(`${title} ${text}`).toContain('&lt;img');
      expect(`${title} ${text}`).not.toContain('<');
    }
  });

  it('ask for events unless texts are wanted', () => {
    const saved = { refId: 'X', queryType: 'messages', search: '#net', format: 'logs' };
    expect(annotationQueryOf(undefined)).toMatchObject({ refId: 'Anno', queryType: 'events', live: false });
    expect(annotationQueryOf(saved)).toMatchObject({
      refId: 'X',
      queryType: 'messages',
      search: '#net',
      format: 'table',
    });
  });

  it('bring saved annotations up to date', () => {
    const saved = { name: 'a', enable: true, iconColor: 'red', target: { refId: 'X', eventKinds: 'reboot' } };
    const prepared = annotationSupport.prepareAnnotation?.(saved);
    expect(prepared?.target).toMatchObject({ version: QUERY_VERSION, queryType: 'events', eventKinds: ['reboot'] });
  });
});
