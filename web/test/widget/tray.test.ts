import { beforeEach, describe, expect, it } from "vitest";
import type { ChatAttachment, Limits } from "../../src/shared/chat";
import { UploadError, type FileDoor } from "../../src/widget/door";
import { accepted, Tray } from "../../src/widget/tray";

const LIMITS: Limits = {
  types: { "image/png": "image", "image/jpeg": "image", "application/pdf": "file" },
  largest: { image: 3 * 2 ** 20, file: 5 * 2 ** 20 },
  per_message: 2,
};

interface Running {
  file: File;
  token: string;
  progress: (share: number) => void;
  signal: AbortSignal;
  done: (attachment: ChatAttachment) => void;
  fail: (error: Error) => void;
}

class FakeDoor implements FileDoor {
  readonly uploads: Running[] = [];

  upload(file: File, token: string, progress: (share: number) => void, signal: AbortSignal): Promise<ChatAttachment> {
    return new Promise((done, fail) => this.uploads.push({ file, token, progress, signal, done, fail }));
  }

  download(): Promise<Blob> {
    return Promise.resolve(new Blob());
  }
}

const picture = (name = "a.png", bytes = 10) => new File([new Uint8Array(bytes)], name, { type: "image/png" });
const stored = (id: string): ChatAttachment => ({ id, kind: "image", media_type: "image/png", name: `${id}.png`, size: 10 });
const settle = () => new Promise((resolve) => setTimeout(resolve));

let door: FakeDoor;
let tray: Tray;
let token: string | null;
const states = () => tray.items.map(({ error, attachment }) => error ?? (attachment ? "ready" : "uploading"));

beforeEach(() => {
  door = new FakeDoor();
  token = "token";
  tray = new Tray(door, () => token, () => undefined);
  tray.limits = LIMITS;
});

describe("the tray", () => {
  it("uploads a file as soon as it is added and says how far it is", async () => {
    tray.add([picture()]);
    expect(tray.uploading).toBe(true);
    door.uploads[0]!.progress(0.4);
    expect(tray.items[0]).toMatchObject({ name: "a.png", kind: "image", progress: 0.4 });
    door.uploads[0]!.done(stored("x"));
    await settle();
    expect(tray.uploading).toBe(false);
    expect(tray.ready).toEqual([stored("x")]);
    expect(door.uploads[0]!.token).toBe("token");
  });

  it("names why a file cannot be sent, and keeps the others", async () => {
    tray.add([picture("a.exe"), picture()]);
    door.uploads[0]!.fail(new UploadError("unsupported_media"));
    door.uploads[1]!.done(stored("x"));
    await settle();
    expect(states()).toEqual(["unsupported_media", "ready"]);
  });

  it("does not begin to upload what is too large for its kind", () => {
    tray.add([picture("a.png", 3 * 2 ** 20 + 1), new File([new Uint8Array(4 * 2 ** 20)], "b.pdf")]);
    expect(states()).toEqual(["too_large", "uploading"]);
    expect(tray.items[0]!.limit).toBe("3");
    expect(door.uploads.map(({ file }) => file.name)).toEqual(["b.pdf"]);
  });

  it("takes no more files than a message may have, and says so", () => {
    tray.add([picture("1"), picture("2"), picture("3")]);
    expect(tray.items.map(({ name }) => name)).toEqual(["1", "2"]);
    expect(tray.overfull).toBe(true);
    tray.remove(tray.items[0]!.key);
    expect(tray.overfull).toBe(false);
  });

  it("ends the upload of a file that is removed", () => {
    tray.add([picture()]);
    tray.remove(tray.items[0]!.key);
    expect(door.uploads[0]!.signal.aborted).toBe(true);
    expect(tray.items).toEqual([]);
  });

  it("hands over what is uploaded and keeps what failed in sight", async () => {
    tray.add([picture("good"), picture("bad")]);
    door.uploads[0]!.done(stored("x"));
    door.uploads[1]!.fail(new UploadError("network"));
    await settle();
    expect(tray.take().map(({ attachment }) => attachment?.id)).toEqual(["x"]);
    expect(states()).toEqual(["network"]);
  });

  it("shows files of a message that was taken back, without another upload", () => {
    tray.putBack([stored("x")]);
    expect(states()).toEqual(["ready"]);
    expect(tray.ready).toEqual([stored("x")]);
    expect(door.uploads).toEqual([]);
  });

  it("says that the network is away while there is no session", () => {
    token = null;
    tray.add([picture()]);
    expect(states()).toEqual(["network"]);
  });

  it("takes nothing where the server has not said what it takes", () => {
    tray.limits = null;
    tray.add([picture()]);
    expect(tray.items).toEqual([]);
  });
});

describe("the file picker", () => {
  it("offers whole families of pictures and sounds, but only the named documents", () => {
    expect(accepted(LIMITS)).toBe("image/*,application/pdf");
  });
});
