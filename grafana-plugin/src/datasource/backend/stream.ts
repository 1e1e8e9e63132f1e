import type { Instance } from './instances';
import type { LiveFeed } from './liveFeed';
import { streamStatus, type StreamPacket, type StreamRequest, type StreamResponse } from './protocol/messages';
import { createStreamBuffer } from './streamBuffer';
import { readStreamPath } from './streamPath';
import { frameOf, nodeRow, topics, type KnownNodes, type Row, type TopicName } from './streamTopics';

type FeedOf = () => Pick<Instance, 'feed'>;

/** The writing end of a stream to Grafana. */
export interface StreamSink {
  /** False when the other side does not keep up. */
  write(packet: StreamPacket): boolean;
  onceDrained(callback: () => void): void;
  end(): void;
}

export interface Streams {
  /** `SubscribeStream`: whether the stream exists for this organization, and its first frame. */
  subscribe(request: StreamRequest, feedOf: FeedOf): StreamResponse;
  /** `RunStream`: sends until the signal aborts, or the data source is changed. */
  run(request: StreamRequest, feedOf: FeedOf, sink: StreamSink, signal: AbortSignal): Promise<void>;
  readonly open: number;
}

const nothing = Buffer.alloc(0);

/** `PublishStream`: streams are read-only. */
export const refusePublication: StreamResponse = { status: streamStatus.permissionDenied, data: nothing };

export function createStreams(): Streams {
  const nodesOf = new WeakMap<object, KnownNodes>();
  let open = 0;

  function known(feed: object): KnownNodes {
    const nodes = nodesOf.get(feed) ?? new Map<string, never>();
    nodesOf.set(feed, nodes);
    return nodes;
  }

  function presentRows(topic: TopicName, feed: object): Row[] {
    return topic === 'nodes' ? [...known(feed).values()].map(nodeRow) : [];
  }

  /** Resolves when the stream has ended. */
  function follow(topic: TopicName, feed: LiveFeed, sink: StreamSink, signal: AbortSignal): Promise<void> {
    const buffer = createStreamBuffer((rows) => sink.write({ data: frameOf(topic, rows) }), sink.onceDrained);
    return new Promise((resolve) => {
      const finish = () => {
        stop();
        buffer.close();
        resolve();
      };
      const stop = feed.listen(topic, {
        onChanges: (changes) => buffer.add(topics[topic].rowsOf(changes, known(feed))),
        onClosed: finish,
      });
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  return {
    subscribe({ path, pluginContext }, feedOf) {
      const read = pluginContext === null ? undefined : readStreamPath(path, pluginContext);
      switch (read?.outcome) {
        case 'topic':
          return { status: streamStatus.ok, data: frameOf(read.topic, presentRows(read.topic, feedOf().feed)) };
        case 'foreign':
          return { status: streamStatus.permissionDenied, data: nothing };
        default:
          return { status: streamStatus.notFound, data: nothing };
      }
    },
    async run({ path, pluginContext }, feedOf, sink, signal) {
      const read = pluginContext === null ? undefined : readStreamPath(path, pluginContext);
      if (read?.outcome === 'topic' && !signal.aborted) {
        open += 1;
        await follow(read.topic, feedOf().feed, sink, signal).finally(() => (open -= 1));
      }
      sink.end();
    },
    get open() {
      return open;
    },
  };
}
