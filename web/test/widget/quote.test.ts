// @vitest-environment jsdom
import { render } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStorage } from "../../src/shared/storage";
import { Connection } from "../../src/widget/connection";
import { translator } from "../../src/widget/i18n";
import { Outbox } from "../../src/widget/outbox";
import { rows } from "../../src/widget/rows";
import { Tray } from "../../src/widget/tray";
import { composerView } from "../../src/widget/views/composer";
import { quoteButton } from "../../src/widget/views/quote";
import { FakeServer, FakeWire } from "./fake-wire";

const t = translator("en");
let server: FakeServer;
let host: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  host = document.body.appendChild(document.createElement("div"));
});
afterEach(() => {
  vi.useRealTimers();
  host.remove();
});

describe("a quotation", () => {
  it("is found among the messages, and left out where it is not", () => {
    const asked = server.say("customer", "为什么？");
    const answer = server.say("agent", "我来查", { quoted_seq: 1 });
    expect(rows([asked, answer], []).map(({ quoted }) => quoted)).toEqual([null, asked]);
    expect(rows([answer], [])[0]!.quoted).toBeNull();
  });

  it("goes along with the customer's words, shows before they are stored, and stays when they are", async () => {
    const asked = server.say("agent", "哪一天？", { name: "王敏" });
    const outbox = new Outbox(new MemoryStorage(), "s");
    const wire = new FakeWire(server);
    const connection = new Connection(wire, outbox, "en", () => undefined);
    connection.start();
    connection.say("五号", { quoted: 1 });
    expect(rows([asked], outbox.unsent).at(-1)!.quoted).toBe(asked);
    wire.connect();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.received.map(({ quoted_seq }) => quoted_seq)).toEqual([1]);
    expect(rows(connection.transcript.messages, outbox.unsent).at(-1)).toMatchObject({ text: "五号", quoted: asked, state: "sent" });
    connection.say("没有引用");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.received.at(-1)).not.toHaveProperty("quoted_seq");
  });

  it("stands over the composer, is read with it, and is taken back by its button or Escape", () => {
    const asked = server.say("agent", "Which day?", { name: "Wang Min" });
    const [unquote, nothing] = [vi.fn(), () => undefined];
    const tray = new Tray({ upload: vi.fn(), download: vi.fn() }, () => "token", nothing);
    const draw = (quoted: typeof asked | null) =>
      render(
        composerView({ t, draft: "", tray, owner: "bot", preview: () => null, onDraft: nothing, onSend: nothing, quoted, onUnquote: unquote }),
        host,
      );
    draw(asked);
    const text = host.querySelector("textarea")!;
    expect(host.querySelector("#quoting")!.textContent).toBe("Quoted: Wang Min: Which day?");
    expect(text.getAttribute("aria-describedby")).toBe("quoting keys");
    host.querySelector<HTMLButtonElement>("[data-testid=unquote]")!.click();
    const closing = vi.fn();
    host.addEventListener("keydown", closing);
    text.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(unquote).toHaveBeenCalledTimes(2);
    expect(closing).not.toHaveBeenCalled();
    draw(null);
    expect(host.querySelector("#quoting")).toBeNull();
    text.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(unquote).toHaveBeenCalledTimes(2);
    expect(closing).toHaveBeenCalledOnce();
  });

  it("is one stop for the Tab key, from where the arrows lead on", () => {
    host.className = "log";
    const chosen = vi.fn();
    render([1, 2, 3].map((n) => quoteButton(`said-${n}`, n === 3, t, () => void chosen(n))), host);
    const all = [...host.querySelectorAll<HTMLButtonElement>("button")];
    expect(all.map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0]);
    const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
    all[2]!.focus();
    for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"]) press(key);
    (document.activeElement as HTMLButtonElement).click();
    expect(chosen).toHaveBeenCalledExactlyOnceWith(2);
  });
});
