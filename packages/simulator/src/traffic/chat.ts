import { MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import { Config, Portnums, Mesh } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';
import { type Thread, THREADS } from './chat-script.js';

const THREAD_EVERY_MS = 5 * MINUTE_MS;
const Role = Config.Config_DeviceConfig_Role;
const SILENT_ROLES: readonly number[] = [
  Role.ROUTER,
  Role.ROUTER_LATE,
  Role.TRACKER,
  Role.TAK_TRACKER,
  Role.SENSOR,
  Role.CLIENT_HIDDEN,
];

/** Nodes with a person behind them. */
function talkers(world: World): SimNode[] {
  return world.nodes.filter(({ spec }) => !SILENT_ROLES.includes(spec.role) && spec.gateway === undefined);
}

/** Picks different people for a thread; they answer only lines that were sent, so lost lines are not answered. */
function play(world: World, thread: Thread, people: readonly SimNode[], random: Random): void {
  const ids: (number | undefined)[] = [];
  let delay = 0;
  for (const [i, line] of thread.lines.entries()) {
    delay += line.reaction === true ? random.between(4, 25) * SECOND_MS : random.between(15, 110) * SECOND_MS;
    world.scheduler.after(delay, () => {
      const from = people[line.who];
      const replyId = line.to === undefined ? undefined : ids[line.to];
      if (from === undefined || (line.to !== undefined && replyId === undefined)) return;
      const sent = world.send({
        from,
        port: Portnums.PortNum.TEXT_MESSAGE_APP,
        payload: new TextEncoder().encode(line.text),
        channel: thread.channel,
        wantAck: true,
        priority: Mesh.MeshPacket_Priority.RELIABLE,
        emoji: line.reaction === true,
        ...(replyId === undefined ? {} : { replyId }),
      });
      ids[i] = sent?.id;
    });
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, order: random.uint32() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** One conversation after the other, in an order that repeats only after all of them. */
export const chat: Traffic = (world) => {
  const random = world.random.fork('chat');
  const people = talkers(world);
  let waiting: Thread[] = [];
  const next = (): void => {
    if (waiting.length === 0) waiting = shuffled(THREADS, random);
    const thread = waiting.pop();
    if (thread !== undefined) play(world, thread, shuffled(people, random), random);
    world.scheduler.after(THREAD_EVERY_MS * random.between(0.6, 1.4), next);
  };
  world.scheduler.after(THREAD_EVERY_MS * random.between(0.1, 0.5), next);
};
