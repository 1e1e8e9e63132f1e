/** A text as the firmware publishes it in JSON; the index makes it another packet. */
export const TEXT_TOPIC = 'msh/EU_868/2/json/LongFast/!0badcafe';

export const textMessage = (index) =>
  JSON.stringify({
    channel: 0,
    from: 0xa1b2c3d4,
    hops_away: 0,
    id: 1_000_000 + index,
    payload: { text: `text ${index}` },
    rssi: -80,
    sender: '!0badcafe',
    snr: 6,
    timestamp: Math.floor(Date.now() / 1000),
    to: 0xffffffff,
    type: 'text',
  });
