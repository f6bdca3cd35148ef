/** For whoever embeds the chat: what to mend. Never anything a customer said. */
export function warn(problem: string): void {
  // eslint-disable-next-line no-console -- the embedding page's developer reads nothing else
  console.warn(`qingting-chat: ${problem}`);
}
