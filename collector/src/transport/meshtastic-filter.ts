/** MQTT filters for Meshtastic's topics: which of them can match a topic that a gateway publishes to. */
import { parseNodeId, type TopicKind } from '../model.js';
import { filterMistake } from './mqtt-filter.js';

const KINDS: readonly string[] = ['e', 'c', 'json', 'map', 'stat'] satisfies TopicKind[];
const PER_CHANNEL: readonly string[] = ['e', 'c', 'json'] satisfies TopicKind[];

/** `$share/<group>/` in front of a filter divides the messages among subscribers; it is no part of the topic. */
const withoutShare = (filter: string) => filter.replace(/^\$share\/[^/]+\//, '');

const canBe = (level: string | undefined, text: string) => level === '+' || level === text;
const isGatewayLevel = (level: string | undefined) =>
  level === '+' || (level !== undefined && parseNodeId(level) !== undefined);

/** Index of the `2` of `…/2/<kind>` where a root may end; the last one wins, as in topics. -1 = the filter names none. */
function versionLevel(levels: readonly string[]): number {
  return levels.findLastIndex(
    (level, index) =>
      index > 0 && level === '2' && (KINDS.includes(levels[index + 1] ?? '') || levels[index + 1] === '+'),
  );
}

/** True when the levels after the kind can be those of a topic: channel and gateway, a gateway, or nothing. */
function restFits(kind: string, rest: readonly string[]): boolean {
  if (PER_CHANNEL.includes(kind)) return rest.length >= 2 && isGatewayLevel(rest.at(-1));
  if (kind === 'map') return rest.length === 0 || (rest.length === 1 && canBe(rest[0], ''));
  return rest.length === 1 && isGatewayLevel(rest[0]);
}

/** Kinds of topics that a filter without `#` can match. */
function matchedKinds(levels: readonly string[]): readonly string[] {
  return KINDS.filter((kind) =>
    levels.some(
      (level, index) =>
        index > 0 && canBe(level, '2') && canBe(levels[index + 1], kind) && restFits(kind, levels.slice(index + 2)),
    ),
  );
}

/** The mistake of a literal level `2` that no kind of topic follows. */
function kindMistake(levels: readonly string[]): string | undefined {
  const index = levels.lastIndexOf('2');
  const next = levels[index + 1];
  if (index < 1 || versionLevel(levels) >= 0 || next === '#') return undefined;
  const root = JSON.stringify(levels.slice(0, index).join('/'));
  if (next === undefined || (next === '' && levels.length === index + 2)) {
    return `ends before the kind of topic and matches nothing: write the root topic ${root}`;
  }
  return `has ${JSON.stringify(next)} where the kind of topic is expected (e, c, json, map or stat) and matches nothing: write the root topic ${root}`;
}

/** The right form of a filter that ends too early, or in something that is no gateway. */
function completed(levels: readonly string[]): string {
  const version = versionLevel(levels);
  const kind = levels[version + 1] ?? '';
  const written = levels.at(-1) === '' ? levels.slice(0, -1) : levels;
  const kept = version >= 0 && !PER_CHANNEL.includes(kind) && kind !== '+' ? written.slice(0, version + 2) : written;
  const below = JSON.stringify([...kept, '#'].join('/'));
  if (version < 0) return `write ${below} for everything below it`;
  return `write ${below}, or the root topic ${JSON.stringify(levels.slice(0, version).join('/'))}`;
}

/** True for a filter that is used as it is; false for a root topic, or a pattern of root topics. */
export function isFullFilter(written: string): boolean {
  const levels = withoutShare(written).split('/');
  if (levels.at(-1) === '#' || written.startsWith('$share/')) return true;
  if (levels.lastIndexOf('2') > 0) return true;
  return levels.includes('+') && levels.length >= SHORTEST_TOPIC_LEVELS;
}

/** `msh/2/map/` is the shortest Meshtastic topic; a pattern with fewer levels can only be a root. */
const SHORTEST_TOPIC_LEVELS = 4;

/** Mistakes that roots and full filters share; a sentence's end. */
export function levelMistake(written: string): string | undefined {
  const mistake = filterMistake(written);
  if (mistake !== undefined) return mistake;
  const levels = written.split('/');
  if (levels.some((level) => level.endsWith('*'))) {
    return 'contains "*", which is no wildcard in MQTT: use "+" for one level, or "#" at the end for everything below';
  }
  const blank = levels.find((level) => level !== level.trim());
  if (blank !== undefined) return `has a blank at the beginning or end of the level ${JSON.stringify(blank)}`;
  if (written.startsWith('$') && !written.startsWith('$share/')) {
    return 'begins with "$": such topics are the broker\'s own, gateways do not publish to them';
  }
  return undefined;
}

/** Describes why a full filter can match no topic of a gateway, and the right form; `undefined` when it can. */
export function unmatchable(written: string): string | undefined {
  const levels = withoutShare(written).split('/');
  if (levels[0] === '2' && KINDS.includes(levels[1] ?? '')) {
    return `has no root topic in front of "2": write ${JSON.stringify(`msh/${written}`)}, or the root of your gateways`;
  }
  const mistake = kindMistake(levels);
  if (mistake !== undefined) return mistake;
  if (levels.at(-1) === '#') {
    const version = versionLevel(levels);
    const kind = levels[version + 1] ?? '';
    // `#` also matches the level above it: `…/2/map/#` and `…/2/stat/#` have room for nothing more.
    const tooDeep = version >= 0 && ['map', 'stat'].includes(kind) && levels.length > version + 4;
    return tooDeep ? `matches nothing: topics of the kind ${kind} have no such levels` : undefined;
  }
  const kinds = matchedKinds(levels);
  const named = KINDS.some((kind) => levels.includes(kind));
  if (kinds.length === 0) return `matches nothing: ${completed(levels)}`;
  if (!named && !kinds.some((kind) => PER_CHANNEL.includes(kind))) {
    return `has too few levels for packets: ${completed(levels)}`;
  }
  return undefined;
}
