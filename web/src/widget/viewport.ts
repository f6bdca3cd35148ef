/** Keeps the whole-screen chat above a phone's keyboard, where the browser does not do it itself. */

const ZOOMED = 1.01;

/** Writes the visible height and its top into custom properties of `host`; returns how to stop. */
export function followKeyboard(host: HTMLElement, viewport = globalThis.visualViewport): () => void {
  if (!viewport) return () => undefined;
  const follow = () => {
    // Who has zoomed in wants to look around in the page, not to have it squeezed.
    if (viewport.scale > ZOOMED) return;
    host.style.setProperty("--qt-height", `${Math.round(viewport.height)}px`);
    host.style.setProperty("--qt-top", `${Math.round(viewport.offsetTop)}px`);
  };
  follow();
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  return () => {
    viewport.removeEventListener("resize", follow);
    viewport.removeEventListener("scroll", follow);
  };
}
