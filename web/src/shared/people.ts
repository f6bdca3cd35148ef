/** People, teams and what they can be given, as `docs/desk-api.md` fixes it. */

export interface Placement {
  team_id: string | null;
  /** Empty lists are no limit. */
  languages: string[];
  product_lines: string[];
  scenarios: string[];
  /** Null: as everybody's. */
  capacity: number | null;
}

export const ANYTHING: Placement = { team_id: null, languages: [], product_lines: [], scenarios: [], capacity: null };

export interface Team {
  id: string;
  name: string;
}

export interface ProductLine {
  code: string;
  zh: string;
  en: string;
}

export interface Skills {
  languages: string[];
  product_lines: ProductLine[];
  scenarios: string[];
}

/** To whom a waiting conversation is given, until they answer. */
export interface Given {
  agent_id: string;
  answer_by: string;
}
