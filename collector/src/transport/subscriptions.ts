import { PKI_CHANNEL, type TopicKind } from '../model.js';
import { isFullFilter, levelMistake, unmatchable } from './meshtastic-filter.js';
import { filterMistake, withoutOverlaps } from './mqtt-filter.js';

export interface SubscriptionRequest {
  /**
   * Root topics (`msh`, `msh/EU_868`, `msh/+` for every region) or full MQTT filters, which are used as they are: all that
   * end in `#` or contain a level `2`, or a `+` and at least the four levels a Meshtastic topic has.
   */
  readonly topics: readonly string[];
  /** Channel names; empty = all. */
  readonly channels: readonly string[];
  readonly kinds: readonly TopicKind[];
  /** With named channels: also the `PKI` topic of direct messages. Default false. Without names it is always included. */
  readonly pki?: boolean;
}

export interface Subscriptions {
  /** Valid filters of which none covers another. */
  readonly filters: readonly string[];
  /** Sentences for people; when there are any, the filters are not complete. */
  readonly mistakes: readonly string[];
}

function expandRoot(root: string, kinds: readonly TopicKind[], channels: readonly string[]): string[] {
  // A channel name with "/" is several levels of the topic: only "#" matches all names.
  const perChannel = (kind: TopicKind) =>
    channels.length === 0 ? [`${root}/2/${kind}/#`] : channels.map((name) => `${root}/2/${kind}/${name}/+`);
  return kinds.flatMap((kind) => {
    switch (kind) {
      // `c` is what `e` was called before firmware 2.3; the payload is the same.
      case 'e':
        return [...perChannel('e'), ...perChannel('c')];
      case 'c':
      case 'json':
        return perChannel(kind);
      // The real topic ends in a slash, `2/map/`; this filter matches it with and without.
      case 'map':
        return [`${root}/2/map/#`];
      case 'stat':
        return [`${root}/2/stat/+`];
    }
  });
}

function channelMistakes(channels: readonly string[]): string[] {
  return channels.flatMap((name) => {
    if (name === '') return ['A channel name is empty: leave the list out to subscribe to all channels'];
    if (/[+#]/.test(name)) {
      return [
        `Channel ${JSON.stringify(name)} cannot be subscribed to: "+" and "#" are not allowed in the names of MQTT topics`,
      ];
    }
    const mistake = filterMistake(name);
    return mistake === undefined ? [] : [`Channel ${JSON.stringify(name)} ${mistake}`];
  });
}

/** Settings that only root topics use, given where there is none. */
function unusedChannels({ topics, channels, kinds }: SubscriptionRequest): string[] {
  if (channels.length === 0) return [];
  if (topics.length > 0 && topics.every(isFullFilter)) {
    return ['Channels are named, but every topic is a full filter, which they do not narrow: name root topics'];
  }
  const perChannel = kinds.length === 0 || kinds.some((kind) => kind === 'e' || kind === 'c' || kind === 'json');
  return perChannel ? [] : ['Channels are named, but only kinds of topics without a channel (map, stat) are chosen'];
}

/**
 * The narrowest MQTT filters for the configured topics: root topics × channels × kinds. Subscribing to everything
 * (`msh/#`) happens only when it is written out: the public broker refuses it, and a shared one pays for it.
 */
export function subscriptionFilters(request: SubscriptionRequest): Subscriptions {
  const { topics, kinds } = request;
  const channels =
    request.channels.length > 0 && request.pki === true ? [...request.channels, PKI_CHANNEL] : request.channels;
  const mistakes = [...channelMistakes(request.channels), ...unusedChannels(request)];
  if (topics.length === 0) mistakes.push('No topic is configured: name at least one root, as in "msh/EU_868"');
  const filters: string[] = [];
  for (const written of topics) {
    const full = isFullFilter(written);
    // One slash at the end is a habit of writing. A second one is a level: the root "msh/US/" makes "msh/US//2/e/…".
    const topic = full ? written : written.replace(/\/$/, '');
    const mistake = levelMistake(topic) ?? (full ? unmatchable(topic) : undefined);
    if (mistake !== undefined) {
      mistakes.push(`Topic ${JSON.stringify(written)} ${mistake}`);
    } else if (full) {
      filters.push(topic);
    } else if (kinds.length === 0) {
      mistakes.push(`Topic ${JSON.stringify(written)}: no kind of topic is configured, allowed are e, json, map, stat`);
    } else {
      filters.push(...expandRoot(topic, kinds, channels));
    }
  }
  return mistakes.length > 0 ? { filters: [], mistakes } : { filters: withoutOverlaps(filters), mistakes };
}
