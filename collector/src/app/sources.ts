import type { Logger } from 'pino';
import type { BrokerConfig, Config } from '../config/config.js';
import { EXIT, FatalError } from '../errors.js';
import { createEmbeddedBroker, type EmbeddedBroker } from '../transport/embedded-broker.js';
import { createMqttSource } from '../transport/mqtt-source.js';
import type { MessageSource } from '../transport/source.js';
import { subscriptionFilters } from '../transport/subscriptions.js';

export interface SourcesParts {
  readonly config: Config;
  /** Stable, random, kept in the database. */
  readonly clientId: string;
  /** Filters this client id subscribed to last time, per broker; the broker still has them. */
  readonly previousFilters: (broker: string) => readonly string[];
  readonly rememberFilters: (broker: string, filters: readonly string[]) => void;
  readonly logger: Logger;
  readonly onFatal: (error: FatalError) => void;
}

export interface Sources {
  readonly all: readonly MessageSource[];
  /** Call it after stopping: forgets filters that the brokers no longer hold, which the next start need not unsubscribe. */
  forgetStaleFilters(): void;
  readonly embeddedBroker: EmbeddedBroker | undefined;
}

/** Creates the message sources of this configuration, for one start: a stopped source stays stopped. */
export function createSources(parts: SourcesParts): Sources {
  const { config, logger } = parts;
  const filters = filtersOf(config.brokers);
  const embeddedBroker =
    config.embeddedBroker === null ? undefined : createEmbeddedBroker({ ...config.embeddedBroker, logger });
  const clients = config.brokers.map((broker) => createClient(broker, filters.get(broker.name) ?? [], parts));
  return {
    all: [...(embeddedBroker === undefined ? [] : [embeddedBroker]), ...clients],
    embeddedBroker,
    forgetStaleFilters() {
      for (const { status } of clients) {
        if (status.subscriptions.length > 0) parts.rememberFilters(status.name, filters.get(status.name) ?? []);
      }
    },
  };
}

/** Topics of the brokers that cannot be subscribed to or match nothing, one line each. */
export function topicMistakes(brokers: readonly BrokerConfig[]): string[] {
  return brokers.flatMap((broker) =>
    subscriptionFilters(broker).mistakes.map((mistake) => `Broker ${JSON.stringify(broker.name)}: ${mistake}`),
  );
}

/** @throws FatalError (exit 64) with every invalid topic. */
function filtersOf(brokers: readonly BrokerConfig[]): ReadonlyMap<string, readonly string[]> {
  const mistakes = topicMistakes(brokers);
  if (mistakes.length > 0)
    throw new FatalError('configuration', 'Topics that cannot be subscribed to', EXIT.usage, mistakes);
  return new Map(brokers.map((broker) => [broker.name, subscriptionFilters(broker).filters]));
}

function createClient(broker: BrokerConfig, filters: readonly string[], parts: SourcesParts): MessageSource {
  const previousFilters = parts.previousFilters(broker.name);
  // Until the new ones are known to be subscribed, the old ones may still be: the next start has to know both.
  parts.rememberFilters(broker.name, [...new Set([...previousFilters, ...filters])]);
  return createMqttSource(
    {
      name: broker.name,
      url: broker.url,
      username: broker.username,
      password: broker.password,
      tls: { ...broker.tls, servername: broker.tls.serverName },
      // Two brokers may be one: each connection has an id of its own.
      clientId: broker.clientId ?? `${parts.clientId}-${broker.name}`,
      protocolVersion: broker.protocolVersion === '5' ? 5 : 4,
      qos: broker.qos,
      filters,
      previousFilters,
      presenceTopic: broker.presenceTopic,
      onFatal: parts.onFatal,
    },
    parts.logger,
  );
}
