import { describe, expect, it } from "vitest";
import type { Api } from "../../src/desk/api";
import { cutAt, Search } from "../../src/desk/model/search";
import { href, readRoute } from "../../src/desk/model/route";
import type { SearchResults } from "../../src/shared/search";

type Answer = SearchResults;

function slow() {
  const calls: { body: object; answer: (found: Answer) => void; refuse: (error: unknown) => void }[] = [];
  const api = {
    send: (_method: string, _path: string, body: object) =>
      new Promise<Answer>((answer, refuse) => calls.push({ body, answer, refuse })),
  } as unknown as Api;
  return { api, calls };
}

const none = (): Answer => ({ items: [], more: false, words: [] });

describe("looking for conversations", () => {
  it("shows the answer to the last question only", async () => {
    const { api, calls } = slow();
    const search = new Search(api, () => undefined);
    const [first, second] = [search.look("理赔"), search.look("退保")];
    const wanted = { ...none(), more: true };
    calls[1]?.answer(wanted);
    await second;
    calls[0]?.answer(none());
    await first;
    expect([search.results, search.text, search.busy]).toEqual([wanted, "退保", false]);
    expect(calls.map(({ body }) => body)).toEqual([{ text: "理赔", limit: 50 }, { text: "退保", limit: 50 }]);
  });

  it("keeps what it shows while older ones come, and begins anew with another question", async () => {
    const { api, calls } = slow();
    const search = new Search(api, () => undefined);
    const first = search.look("理赔");
    expect(search.isGrowing).toBe(false);
    calls[0]?.answer({ ...none(), more: true });
    await first;
    const older = search.older();
    expect([search.isGrowing, search.results?.more]).toEqual([true, true]);
    calls[1]?.answer(none());
    await older;
    expect([search.isGrowing, search.results?.more]).toEqual([false, false]);
    void search.look("退保");
    expect(search.isGrowing).toBe(false);
    search.limit = 480;
    void search.older();
    expect(calls.map(({ body }) => body)).toEqual([
      { text: "理赔", limit: 50 },
      { text: "理赔", limit: 100 },
      { text: "退保", limit: 50 },
      { text: "退保", limit: 500 },
    ]);
  });

  it("asks for the other script of Chinese words only, and does without where nobody answers", async () => {
    const asked: unknown[][] = [];
    const errors: unknown[] = [];
    let away = false;
    const send = (...call: unknown[]) => {
      asked.push(call);
      return away ? Promise.reject(new Error("away")) : Promise.resolve({ items: ["理赔", "理賠"] });
    };
    const search = new Search({ send } as unknown as Api, (error) => errors.push(error));
    expect(await search.spellings("APP 8000")).toEqual(["APP 8000"]);
    expect(await search.spellings("理赔")).toEqual(["理赔", "理賠"]);
    expect(asked).toEqual([["POST", "/search/spellings", { text: "理赔" }]]);
    away = true;
    expect([await search.spellings("理赔"), errors.length]).toEqual([["理赔"], 1]);
  });

  it("shows nothing old where it was refused", async () => {
    const { api, calls } = slow();
    const errors: unknown[] = [];
    const search = new Search(api, (error) => errors.push(error));
    search.results = none();
    const asked = search.look("138");
    calls[0]?.refuse("no");
    await asked;
    expect([search.results, search.busy, errors]).toEqual([null, false, ["no"]]);
  });

  it("cuts a text at the words, whatever they are made of", () => {
    expect(cutAt("要理赔，不退保", ["退保", "理赔"])).toEqual(["要", "理赔", "，不", "退保", ""]);
    expect(cutAt("Call the Ombudsman (now)", ["ombudsman", "("])).toEqual(["Call the ", "Ombudsman", " ", "(", "now)"]);
    expect(cutAt("要理赔", [])).toEqual(["要理赔"]);
  });

  it("keeps what was looked for out of the address", () => {
    expect(href({ page: "search" })).toBe("#/search");
    expect(readRoute("#/search")).toEqual({ page: "search" });
  });
});
