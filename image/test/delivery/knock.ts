import mqtt, { type IClientOptions } from 'mqtt';

/** Connects once; resolves with 'welcome', or with the reason of the refusal. */
export async function knock(url: string, options: IClientOptions): Promise<string> {
  try {
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options }, false);
    await client.endAsync();
    return 'welcome';
  } catch (error) {
    return (error as Error).message;
  }
}
