/** How long to wait before the next try. */

const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

/** `attempt` from 0; twice as long each time. */
export async function pause(attempt: number): Promise<void> {
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  await new Promise((resolve) => setTimeout(resolve, ms));
}
