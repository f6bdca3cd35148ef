/** What of the audit trail is wanted. */

export interface AuditFilter {
  agent_id: string;
  case: string;
  kind: string;
  /** Local time, as the field gives it: `2026-11-21T09:30`. */
  since: string;
  until: string;
}

export const NO_AUDIT_FILTER: AuditFilter = { agent_id: "", case: "", kind: "", since: "", until: "" };

/** The filter as parameters of the API; what is empty is left out. */
export function auditQuery({ since, until, ...rest }: AuditFilter): Record<string, string> {
  const all = { ...rest, since: moment(since), until: moment(until) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

export function exportAddress(filter: AuditFilter): string {
  const query = new URLSearchParams(auditQuery(filter)).toString();
  return `/api/v1/audit/export${query ? `?${query}` : ""}`;
}

function moment(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}
