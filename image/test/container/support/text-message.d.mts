export const TEXT_TOPIC: string;
export function textMessage(index: number): string;
