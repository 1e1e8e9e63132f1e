import { describe, expect, it } from '@jest/globals';
import type { RawMessage, UnixMillis } from '../../../src/model.js';
import { Delivery } from '../../../src/transport/delivery.js';

const NOW = 1_767_225_612_000 as UnixMillis;
const publish = { topic: 'msh/2/e/LongFast/!a1b2c3d4', payload: 'text', qos: 1, dup: true } as const;

describe('Delivery', () => {
  it('hands a message over with the time of its reception and counts it', async () => {
    const messages: RawMessage[] = [];
    const delivery = new Delivery('city', () => NOW);
    delivery.attach((message) => Promise.resolve(void messages.push(message)));
    await delivery.deliver(publish, false);
    expect(messages).toEqual([
      {
        broker: 'city',
        topic: publish.topic,
        payload: Buffer.from('text'),
        qos: 1,
        retained: false,
        redelivered: true,
        receivedAt: NOW,
      },
    ]);
    expect(delivery).toMatchObject({ received: 1, lastMessageAt: NOW, unfinished: 0 });
  });

  it('drains when every handler has ended, also those that reject', async () => {
    const delivery = new Delivery('city');
    delivery.attach(() => Promise.reject(new Error('the store is closed')));
    const handled = delivery.deliver(publish, false);
    expect(delivery.unfinished).toBe(1);
    await expect(handled).rejects.toThrow('the store is closed');
    await expect(delivery.drain(1000)).resolves.toBe(true);
    expect(delivery.unfinished).toBe(0);
  });

  it('turns an exception of the handler into a rejection', async () => {
    const delivery = new Delivery('city');
    delivery.attach(() => {
      throw new Error('thrown');
    });
    await expect(delivery.deliver(publish, false)).rejects.toThrow('thrown');
  });

  it('gives up draining after the limit', async () => {
    const delivery = new Delivery('city');
    delivery.attach(() => new Promise(() => undefined));
    void delivery.deliver(publish, false);
    await expect(delivery.drain(1)).resolves.toBe(false);
    expect(delivery.unfinished).toBe(1);
  });

  it('refuses a second handler', () => {
    const delivery = new Delivery('city');
    delivery.attach(() => Promise.resolve());
    expect(() => delivery.attach(() => Promise.resolve())).toThrow('Source city was started already');
  });
});
