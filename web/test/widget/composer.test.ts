// @vitest-environment jsdom
import { render } from "lit";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatOwner, Limits } from "../../src/shared/chat";
import { translator } from "../../src/widget/i18n";
import { UploadError } from "../../src/widget/door";
import { Tray } from "../../src/widget/tray";
import { composerView } from "../../src/widget/views/composer";

const LIMITS: Limits = { types: { "image/png": "image" }, largest: { image: 2 ** 20 }, per_message: 2 };
const stored = { id: "x", kind: "image", media_type: "image/png", name: "a.png", size: 1 } as const;
let tray: Tray;
let host: HTMLElement;

function draw(draft = "", owner: ChatOwner = "bot"): void {
  const t = translator("en");
  const nothing = () => undefined;
  render(composerView({ t, draft, tray, owner, preview: () => null, onDraft: nothing, onSend: nothing, quoted: null, onUnquote: nothing }), host);
}
const send = () => host.querySelector<HTMLButtonElement>("[data-testid=send]")!;
const file = (bytes = 1) => new File([new Uint8Array(bytes)], "a.png", { type: "image/png" });

beforeEach(() => {
  const upload = vi.fn(() => new Promise<never>(() => undefined));
  tray = new Tray({ upload, download: upload }, () => "token", () => draw());
  tray.limits = LIMITS;
  host = document.createElement("div");
});

describe("the composer with files", () => {
  it("offers no files where the server takes none", () => {
    tray.limits = null;
    draw();
    expect(host.querySelector("[data-testid=attach]")).toBeNull();
  });

  it("sends a file without words, but nothing while it is on its way", () => {
    draw();
    expect(send().disabled).toBe(true);
    tray.putBack([stored]);
    expect(send().disabled).toBe(false);
    tray.add([file()]);
    expect(send().disabled).toBe(true);
  });

  it("names every button and says aloud what went wrong", () => {
    tray.add([file(2 ** 20 + 1)]);
    const item = host.querySelector("[data-testid=tray-item]");
    expect(item?.getAttribute("data-state")).toBe("failed");
    expect(item?.querySelector("[role=alert]")?.textContent).toContain("at most 1 MB");
    expect(item?.querySelector("button")?.getAttribute("aria-label")).toBe("Remove a.png");
    expect(host.querySelector("[data-testid=attach]")?.getAttribute("aria-label")).toBe("Add a picture or a file");
  });

  it("takes pasted files and leaves pasted text alone", () => {
    draw();
    const text = host.querySelector("textarea")!;
    const paste = (files: File[]) => {
      const event = Object.assign(new Event("paste", { cancelable: true }), { clipboardData: { files } });
      text.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(paste([])).toBe(false);
    expect(paste([file()])).toBe(true);
    expect(tray.items).toHaveLength(1);
  });

  it("says in customers' words what may be sent", async () => {
    const documents = { "application/pdf": "file", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "file" } as const;
    const refused = new Tray({ upload: () => Promise.reject(new UploadError("unsupported_media")), download: vi.fn() }, () => "token", () => undefined);
    refused.limits = { ...LIMITS, types: { ...LIMITS.types, "image/heic": "image", "audio/amr": "audio", ...documents } };
    refused.add([file()]);
    tray = refused;
    await vi.waitFor(() => expect(refused.items[0]?.error).toBe("unsupported_media"));
    draw();
    expect(host.querySelector("[role=alert]")?.textContent).toContain("pictures (jpg, png …), recordings, PDF, Word (docx).");
  });

  it("asks for what fits who answers", () => {
    const hints = (["bot", "queue", "agent", "closed"] as const).map((owner) => {
      draw("", owner);
      return host.querySelector("textarea")?.placeholder;
    });
    expect(hints).toEqual(["Tell us what happened", "Add anything else", "Write a message", "Start a new matter"]);
  });
});
