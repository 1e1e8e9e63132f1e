/** Publishes texts as a gateway would, at QoS 1, each waiting for its acknowledgement: publish-texts.mjs COUNT USER PASSWORD */
import mqtt from 'mqtt';
import { TEXT_TOPIC, textMessage } from './text-message.mjs';

const [count, username, password] = process.argv.slice(2);
const client = mqtt.connect('mqtt://127.0.0.1:1883', { username, password, reconnectPeriod: 0 });
client.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
client.on('connect', async () => {
  const publish = (_, index) => client.publishAsync(TEXT_TOPIC, textMessage(index), { qos: 1 });
  await Promise.all(Array.from({ length: Number(count) }, publish));
  console.log(`${count} acknowledged`);
  process.exit(0);
});
