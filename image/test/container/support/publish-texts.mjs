/** Publishes texts as a gateway would, at QoS 1, each waiting for its acknowledgement: publish-texts.mjs COUNT USER PASSWORD */
import mqtt from 'mqtt';

const [count, username, password] = process.argv.slice(2);
const client = mqtt.connect('mqtt://127.0.0.1:1883', { username, password, reconnectPeriod: 0 });
client.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
client.on('connect', async () => {
  const now = Math.floor(Date.now() / 1000);
  const publish = (index) =>
    client.publishAsync(
      'msh/EU_868/2/json/LongFast/!0badcafe',
      JSON.stringify({
        channel: 0,
        from: 0xa1b2c3d4,
        hops_away: 0,
        id: 1_000_000 + index,
        payload: { text: `text ${index}` },
        rssi: -80,
        sender: '!0badcafe',
        snr: 6,
        timestamp: now,
        to: 0xffffffff,
        type: 'text',
      }),
      { qos: 1 },
    );
  await Promise.all(Array.from({ length: Number(count) }, (_, index) => publish(index)));
  console.log(`${count} acknowledged`);
  process.exit(0);
});
