// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import type { AttachmentKind } from "../../src/shared/chat";
import { QdAttachment } from "../../src/desk/parts/attachment";

const ADDRESS = "/api/v1/conversations/c1/attachments/f1";

async function shown(kind: AttachmentKind, may = true): Promise<QdAttachment> {
  const element = new QdAttachment();
  element.attachment = { id: "f1", kind, media_type: "x/y", name: "身份证.png", size: 2048 };
  element.conversation = "c1";
  element.may = may;
  document.body.append(element);
  await element.updateComplete;
  return element;
}

beforeEach(() => document.body.replaceChildren());

describe("a customer's file at the desk", () => {
  it("is not fetched before somebody asks for it, as that is on the record", async () => {
    const element = await shown("image");
    expect(element.querySelector("img")).toBeNull();
    element.querySelector("button")?.click();
    await element.updateComplete;
    expect(element.querySelector("img")?.getAttribute("src")).toBe(ADDRESS);
    expect(element.querySelector("img")?.alt).toBe("身份证.png");
  });

  it("can be saved where this browser cannot show it", async () => {
    const element = await shown("image");
    element.querySelector("button")?.click();
    await element.updateComplete;
    element.querySelector("img")?.dispatchEvent(new Event("error"));
    await element.updateComplete;
    expect(element.querySelector("a")?.getAttribute("download")).toBe("身份证.png");
  });

  it("is named, but cannot be opened, where somebody else has the conversation", async () => {
    for (const kind of ["image", "file"] as const) {
      const element = await shown(kind, false);
      expect(element.querySelector("a, button")).toBeNull();
      expect(element.textContent).toContain("身份证.png");
    }
  });

  it("is a link to save with its name and size where it is no picture", async () => {
    const link = (await shown("file")).querySelector("a");
    expect(link?.getAttribute("href")).toBe(ADDRESS);
    expect(link?.textContent).toContain("身份证.png");
    expect(link?.textContent).toContain("2 KB");
  });
});
