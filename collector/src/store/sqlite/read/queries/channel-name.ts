/** Packets nobody could read have no channel name. */
export const channelText = (name: string | undefined) => (name === undefined || name === '' ? '(no name)' : name);
