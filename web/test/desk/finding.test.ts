import { describe, expect, it } from "vitest";
import { Finding, placesIn, type Findable } from "../../src/desk/model/finding";
import type { Notebook } from "../../src/desk/model/notebook";
import type { Note } from "../../src/shared/notes";
import { madeDesk, madeThread, message } from "./made";

class Thread implements Findable {
  readonly fetched: [number, number][] = [];
  readonly jumps: [number, readonly string[], string?][] = [];
  readonly notes: Notebook;
  readonly total: number;
  readonly #texts: Record<number, string>;
  #from = Infinity;

  constructor(total: number, texts: Record<number, string>, notes: readonly Note[] = []) {
    this.notes = madeThread(madeDesk().desk).notes;
    this.notes.items = notes;
    this.total = total;
    this.#texts = texts;
  }

  message(seq: number) {
    return seq >= this.#from ? message({ seq, text: this.#texts[seq] ?? "别的" }) : undefined;
  }

  need(from: number, to: number): Promise<void> {
    this.fetched.push([from, to]);
    this.#from = Math.min(this.#from, from);
    return Promise.resolve();
  }

  jump(seq: number, words: readonly string[], note?: string): void {
    this.jumps.push(note === undefined ? [seq, words] : [seq, words, note]);
  }
}

const note = (id: string, after_seq: number, text: string, masks = {}) => ({ id, after_seq, text, masks }) as Note;
const seqs = (finding: Finding) => finding.hits.map(({ seq }) => seq);

/** As the server does it. */
const spell = (text: string) => Promise.resolve(text === "理赔" ? ["理赔", "理賠"] : [text]);

describe("finding words in a conversation", () => {
  it("looks from the newest message back and goes round", async () => {
    const thread = new Thread(450, { 3: "退保金", 300: "要退保，只要退保", 449: "退保" });
    const finding = new Finding(thread, spell);
    await finding.look(" 退保 ");
    expect(thread.fetched).toEqual([[251, 450], [51, 250], [1, 50]]);
    expect([seqs(finding), finding.busy]).toEqual([[449, 300, 3], false]);
    for (const by of [1, 1, 1, -1] as const) finding.step(by);
    expect(thread.jumps.map(([seq]) => seq)).toEqual([449, 300, 3, 449, 3]);
    expect(thread.jumps[1]).toEqual([300, ["退保", "退保"]]);
  });

  it("forgets a search that another one overtakes", async () => {
    const thread = new Thread(450, { 2: "退保", 5: "理赔" });
    const finding = new Finding(thread, spell);
    await Promise.all([finding.look("退保"), finding.look("理赔")]);
    expect([finding.words, seqs(finding)]).toEqual(["理赔", [5]]);
  });

  it("finds nothing in nothing", async () => {
    const thread = new Thread(3, {});
    const finding = new Finding(thread, spell);
    await finding.look("  ");
    finding.step(1);
    expect([thread.fetched, finding.hits, finding.busy]).toEqual([[], [], false]);
  });

  it("sees masks and not what is behind them, and no difference of capitals", () => {
    const masks = { "[手机号1]": "138****8000" };
    expect(placesIn({ text: "打[手机号1]或 APP、app", masks }, ["App"])).toEqual(["APP", "app"]);
    expect(placesIn({ text: "打[手机号1]", masks }, ["8000"])).toEqual(["8000"]);
    expect(placesIn({ text: "打[手机号1]", masks }, ["手机号1"])).toEqual([]);
  });

  it("finds what is written in the other script too", async () => {
    const thread = new Thread(9, { 2: "理賠拖了三個月", 7: "理赔，還是理賠" });
    const finding = new Finding(thread, spell);
    await finding.look("理赔");
    finding.step(1);
    expect(seqs(finding)).toEqual([7, 2]);
    expect(thread.jumps).toEqual([[7, ["理赔", "理賠"]], [2, ["理賠"]]]);
  });

  it("finds what colleagues have noted, in the order in which it stands", async () => {
    const notes = [
      note("first", 0, "退保，来访登记"),
      note("a", 4, "退保材料已齐"),
      note("b", 4, "请打[手机号1]问退保", { "[手机号1]": "138****8000" }),
      note("else", 4, "别的"),
      note("early", 9, "刚写的：退保"), // Its message is not known yet.
    ];
    const thread = new Thread(5, { 1: "退保", 4: "我要退保" }, notes);
    const finding = new Finding(thread, spell);
    await finding.look("退保");
    for (const by of [1, 1, 1, 1, 1] as const) finding.step(by);
    expect(thread.jumps).toEqual([
      [5, ["退保"], "early"], [4, ["退保"], "b"], [4, ["退保"], "a"], [4, ["退保"]], [1, ["退保"]], [1, ["退保"], "first"],
    ]);
  });
});
