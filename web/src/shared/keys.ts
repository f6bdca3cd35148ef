/** Safari reports the Enter that ends a composition with this code and without `isComposing`. */
const KEY_OF_INPUT_METHOD = 229;

/** Enter sends, Shift+Enter starts a line, and an input method's Enter belongs to it alone. */
export function sendsOnKey(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer tells it in Safari
  return !event.isComposing && event.keyCode !== KEY_OF_INPUT_METHOD;
}
