/**
 * Nothing here runs: the type checker compares what the plugin believes about the collector's interface with the
 * interface itself. Types only, so that nothing of the collector can end up in the plugin.
 */
import type * as collectorHistory from '@mesh-observatory/contract/collector-metrics';
import type * as collectorFindings from '@mesh-observatory/contract/findings';
import type * as collectorFrames from '@mesh-observatory/contract/frames';
import type * as collectorLive from '@mesh-observatory/contract/live';
import type * as collectorQuery from '@mesh-observatory/contract/query';
import type * as collectorResources from '@mesh-observatory/contract/resources';
import type * as plugin from '../src/datasource/contract';
import type * as live from '../src/datasource/live/protocol';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Fits<Given, Wanted> = [Given] extends [Wanted] ? true : false;
const check = <_T extends true>(): void => undefined;

// Vocabulary: equal, so that a new word of the collector has to be given a place in the editors.
check<Same<plugin.QueryType, collectorQuery.QueryType>>();
check<Same<plugin.Aggregation, collectorQuery.Aggregation>>();
check<Same<plugin.StatName, collectorQuery.StatName>>();
check<Same<plugin.TrafficGroup, collectorQuery.TrafficGroup>>();
check<Same<plugin.AdhocFilter['key'], collectorQuery.AdhocFilter['key']>>();
check<Same<plugin.AdhocFilter['operator'], collectorQuery.AdhocFilter['operator']>>();
check<Same<plugin.ValueEntity, collectorResources.CatalogEntry['entity']>>();
check<Same<plugin.VariableKind, (typeof collectorQuery.variableKinds)[number]>>();
check<Same<plugin.LinkKind, collectorResources.LinkKind>>();
check<Same<plugin.EventKind, collectorResources.EventKind>>();
check<Same<plugin.FindingKind, collectorFindings.FindingKind>>();
check<Same<plugin.CollectorMetric, collectorHistory.CollectorMetricName>>();
check<Same<plugin.SignalMetric, collectorQuery.SignalMetric>>();
check<Same<plugin.MessageKind, collectorResources.Message['kind']>>();
check<Same<live.LiveKind, collectorLive.LiveKind>>();
check<Same<typeof live.LIVE_PROTOCOL, typeof collectorLive.LIVE_PROTOCOL>>();

// What the plugin sends is what the collector takes, and nothing the collector takes is unknown here.
check<Fits<plugin.WireQuery, collectorQuery.MeshQuery>>();
check<Same<keyof plugin.WireQuery, Exclude<keyof collectorQuery.MeshQuery, 'hide'>>>();
check<Fits<plugin.QueryRequest['queries'], collectorQuery.MeshQuery[]>>();
check<Fits<Required<plugin.VariablesRequest>, Required<collectorQuery.VariablesRequest>>>();
check<Fits<live.ClientMessage, collectorLive.ClientMessage>>();

// What the collector answers is what the plugin reads.
check<Same<plugin.VariableValue, collectorQuery.VariableValue>>();
check<Fits<collectorResources.CatalogEntry, plugin.CatalogEntry>>();
check<Fits<collectorLive.NodePatch, live.NodePatch>>();
check<Fits<collectorResources.Position, live.Position>>();
check<Fits<collectorResources.Telemetry, live.Telemetry>>();
check<Fits<collectorResources.Message, live.Message>>();
check<Fits<collectorResources.Packet, live.Packet>>();
check<Fits<collectorResources.Link, live.Link>>();
check<Fits<collectorLive.ServerMessage['type'], live.ServerMessage['type']>>();
check<Same<collectorFrames.FieldType, 'time' | 'number' | 'string' | 'boolean' | 'other'>>();
