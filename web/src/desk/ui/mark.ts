/** Marks words in a message without touching its elements (CSS Custom Highlight API). */

const NAME = "quote";
/** Browsers without it show the whole message; nothing else is lost. */
const registry = (globalThis.CSS as typeof CSS | undefined)?.highlights;

/** Marks words, each given in pieces between which there may be elements, for so long; an earlier mark goes. */
export function mark(within: Node, words: readonly (readonly string[])[], ms: number): void {
  const ranges = places(within, words);
  if (!registry || ranges.length === 0) return;
  const highlight = new Highlight(...ranges);
  registry.set(NAME, highlight);
  setTimeout(() => {
    if (registry.get(NAME) === highlight) registry.delete(NAME);
  }, ms);
}

/** Where the words stand; those that are given twice stand in two places. */
export function places(within: Node, words: readonly (readonly string[])[]): Range[] {
  const last = new Map<string, Range>();
  return words.flatMap((pieces) => {
    const found = find(within, pieces, last.get(pieces.join()));
    const end = found.at(-1);
    if (end) last.set(pieces.join(), end);
    return found;
  });
}

/** Where the pieces stand, each after the one before it; one that is not there is passed over. */
function find(within: Node, words: readonly string[], after?: Range): Range[] {
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (texts.nextNode()) nodes.push(texts.currentNode as Text);
  const ranges: Range[] = [];
  let [from, at] = after ? [nodes.indexOf(after.endContainer as Text), after.endOffset] : [0, 0];
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
