import { afterEach, describe, expect, it, vi } from "vitest";
import { clock, day, moment } from "../../src/shared/times";

// A formatter that counts takes the place of the real one; it goes even where a check fails.
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("times as people read them", () => {
  const at = new Date(2026, 2, 5, 14, 3).toISOString();

  it("are told in each language, with the day where it is not today's and the year where it is another one", () => {
    const [today, later, nextYear] = [new Date(2026, 2, 5), new Date(2026, 2, 6), new Date(2027, 0, 1)];
    expect([moment(at, "zh-Hans", today), moment(at, "zh-Hans", later), moment(at, "en", later)]).toEqual(["14:03", "3月5日 14:03", "5 Mar 14:03"]);
    expect([day(at, "zh-Hans", nextYear), day(at, "en", nextYear)]).toEqual(["2026年3月5日", "5 Mar 2026"]);
    expect(clock("no time", "en")).toBe("");
  });

  it("are written with few formatters, however many there are", () => {
    const Real = Intl.DateTimeFormat;
    let made = 0;
    class Counted extends Real {
      constructor(...given: ConstructorParameters<typeof Real>) {
        super(...given);
        made += 1;
      }
    }
    vi.stubGlobal("Intl", { DateTimeFormat: Counted });
    const hours = Array.from({ length: 24 }, (_, hour) => clock(new Date(2026, 2, 5, hour).toISOString(), "zh-Hant"));
    expect([hours[0], hours[23], new Set(hours).size, made]).toEqual(["00:00", "23:00", 24, 1]);
  });
});
