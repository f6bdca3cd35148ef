/** Marks words in a message without touching its elements (CSS Custom Highlight API). */

const NAME = "quote";
/** Browsers without it show the whole message; nothing else is lost. */
const registry = (globalThis.CSS as typeof CSS | undefined)?.highlights;

/** Marks words, each given in pieces between which there may be elements, for so long; an earlier mark goes. */
export function mark(within: Node, words: readonly (readonly string[])[], ms: number): void {
  const ranges = words.flatMap((pieces) => find(within, pieces));
  if (!registry || ranges.length === 0) return;
  const highlight = new Highlight(...ranges);
  registry.set(NAME, highlight);
  setTimeout(() => {
    if (registry.get(NAME) === highlight) registry.delete(NAME);
  }, ms);
}

/** Where the pieces stand, each after the one before it; one that is not there is passed over. */
export function find(within: Node, words: readonly string[]): Range[] {
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (texts.nextNode()) nodes.push(texts.currentNode as Text);
  const ranges: Range[] = [];
  let [from, at] = [0, 0];
  for (const piece of words.filter((word) => word.trim() !== "")) {
    for (let index = from; index < nodes.length; index += 1) {
      const node = nodes[index] as Text;
      const start = node.data.indexOf(piece, index === from ? at : 0);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + piece.length);
      ranges.push(range);
      [from, at] = [index, start + piece.length];
      break;
    }
  }
  return ranges;
}
