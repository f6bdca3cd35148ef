/** Teams, what people can be good at, and what canned words are called. */

import type { Items } from "../../shared/desk";
import type { CannedTitle } from "../../shared/notes";
import type { Placement, Skills, Team } from "../../shared/people";
import type { Api } from "../api";
import { locale, tCode } from "../i18n";
import { Observable } from "./observable";

export class People extends Observable {
  teams: readonly Team[] = [];
  canned: readonly CannedTitle[] = [];
  skills: Skills = { languages: [], product_lines: [], scenarios: [] };
  readonly #api: Api;
  readonly #fail: (error: unknown) => void;

  constructor(api: Api, fail: (error: unknown) => void) {
    super();
    this.#api = api;
    this.#fail = fail;
  }

  async load(): Promise<void> {
    try {
      const [teams, skills, canned] = await Promise.all([
        this.#api.get<Items<Team>>("/teams"),
        this.#api.get<Skills>("/skills"),
        this.#api.get<Items<CannedTitle>>("/canned/titles"),
      ]);
      this.teams = teams.items;
      this.canned = canned.items;
      this.skills = skills;
      this.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  teamName(id: string | null): string | null {
    return this.teams.find((team) => team.id === id)?.name ?? null;
  }

  /** What canned words are called; those that are gone by their code. */
  cannedTitle(code: string): string {
    const title = this.canned.find((one) => one.code === code)?.title;
    return title?.[locale.language === "en" ? "en" : "zh"] ?? code;
  }

  lineName(code: string): string {
    const line = this.skills.product_lines.find((one) => one.code === code);
    return line ? line[locale.language === "en" ? "en" : "zh"] : code;
  }

  /** What somebody is limited to, in words. */
  skillNames({ languages, product_lines, scenarios }: Placement): string[] {
    return [
      ...languages.map((language) => tCode("language", language)),
      ...product_lines.map((code) => this.lineName(code)),
      ...scenarios.map((scenario) => tCode("scenario", scenario)),
    ];
  }
}
