import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, type Api } from "../../src/desk/api";
import { Recording } from "../../src/desk/model/recording";

class FakeApi implements Api {
  sent: Record<string, unknown>[] = [];
  fail: ApiError | null = null;

  get<T>(): Promise<T> {
    return Promise.resolve({ quotes: false, files: { types: { "image/png": "image" }, largest: {}, per_message: 5 }, window: null, month: null } as T);
  }

  send<T>(_method: string, path: string, body?: object): Promise<T> {
    if (this.fail) return Promise.reject(this.fail);
    if (body instanceof File) return Promise.resolve({ id: `up-${body.name}`, kind: "image", media_type: "image/png", name: body.name, size: 1 } as T);
    this.sent.push({ path, ...body });
    return Promise.resolve({ conversation_id: "c", case_id: "k", case_number: "QT1", owner: "queue" } as T);
  }
}

let api: FakeApi;
let failures: unknown[];
let recording: Recording;

beforeEach(async () => {
  api = new FakeApi();
  failures = [];
  recording = new Recording(api, (error) => failures.push(error));
  await recording.composing.load();
});

describe("a complaint that is typed in", () => {
  it("is complete once the story is there, and nothing else", async () => {
    expect(recording.complete).toBe(false);
    await recording.send();
    expect(api.sent).toEqual([]);
    recording.write("text", "  ");
    expect(recording.complete).toBe(false);
    recording.write("text", "乱扣费");
    expect(recording.complete).toBe(true);
  });

  it("goes out with its scans, an unknown day as null, and leaves an empty form with the same choices", async () => {
    recording.write("source", "visit");
    recording.write("text", "乱扣费");
    await recording.composing.add([new File(["x"], "a.png", { type: "image/png" })]);
    await recording.send();
    expect(api.sent[0]).toMatchObject({ path: "/complaints", source: "visit", text: "乱扣费", happened_on: null, attachments: ["up-a.png"] });
    expect([recording.made?.case_number, recording.begun]).toEqual(["QT1", false]);
    expect(recording.form).toMatchObject({ source: "visit", text: "" });
    expect(recording.composing.files).toEqual([]);
  });

  it("keeps everything where it was not taken, and is the same complaint at the next try", async () => {
    recording.write("text", "乱扣费");
    await recording.composing.add([new File(["x"], "a.png", { type: "image/png" })]);
    const lost = new ApiError(0, "network", "");
    api.fail = lost;
    await recording.send();
    expect([failures, recording.form.text, recording.composing.files.length]).toEqual([[lost], "乱扣费", 1]);
    api.fail = null;
    await recording.send();
    recording.write("text", "另一件");
    await recording.send();
    expect([recording.made?.case_number, recording.begun]).toEqual(["QT1", false]);
    recording.write("text", "第三件");
    expect([recording.made?.case_number, recording.begun]).toEqual(["QT1", true]);
    const [first, second] = api.sent.map(({ client_id }) => client_id);
    expect(first).toBeTruthy();
    expect(second).not.toBe(first);
  });
});
