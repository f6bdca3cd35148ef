// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { countInTitle } from "../../src/widget/page-title";
import { followKeyboard } from "../../src/widget/viewport";

afterEach(() => vi.restoreAllMocks());

describe("the page's title", () => {
  it("counts what is unread while nobody looks, and is itself again afterwards", () => {
    document.title = "My insurer";
    const looking = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    countInTitle(2);
    countInTitle(3);
    expect(document.title).toBe("(3) My insurer");
    looking.mockReturnValue("visible");
    countInTitle(3);
    expect(document.title).toBe("My insurer");
  });
});

describe("a phone's keyboard", () => {
  const viewport = () => Object.assign(new EventTarget(), { height: 800, offsetTop: 0, scale: 1 });

  it("leaves the chat the part of the screen that can be seen", () => {
    const [host, visible] = [document.createElement("div"), viewport()];
    const stop = followKeyboard(host, visible as unknown as VisualViewport);
    Object.assign(visible, { height: 420.4, offsetTop: 12 });
    visible.dispatchEvent(new Event("resize"));
    expect([host.style.getPropertyValue("--qt-height"), host.style.getPropertyValue("--qt-top")]).toEqual(["420px", "12px"]);
    stop();
    visible.height = 800;
    visible.dispatchEvent(new Event("resize"));
    expect(host.style.getPropertyValue("--qt-height")).toBe("420px");
  });

  it("is not mistaken for zooming in", () => {
    const [host, visible] = [document.createElement("div"), viewport()];
    followKeyboard(host, visible as unknown as VisualViewport);
    Object.assign(visible, { height: 400, scale: 2 });
    visible.dispatchEvent(new Event("resize"));
    expect(host.style.getPropertyValue("--qt-height")).toBe("800px");
  });
});
