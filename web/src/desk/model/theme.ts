/** Light or dark: as the system has it, unless somebody says otherwise. */

import { pageStorage } from "../../shared/storage";
import { Observable } from "./observable";

export type Theme = "auto" | "light" | "dark";
const KEY = "qingting:desk:theme";
const THEMES: readonly Theme[] = ["auto", "light", "dark"];

class ThemeChoice extends Observable {
  get value(): Theme {
    const kept = pageStorage("localStorage").getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? "auto";
  }

  next(): void {
    const after = THEMES[(THEMES.indexOf(this.value) + 1) % THEMES.length] ?? "auto";
    pageStorage("localStorage").setItem(KEY, after);
    this.apply();
    this.changed();
  }

  apply(): void {
    const { value } = this;
    if (value === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = value;
  }
}

export const theme = new ThemeChoice();
