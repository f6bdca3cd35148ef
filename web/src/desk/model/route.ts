/** Where one is, kept in the address so that a reload and a link lead there again. */

export type Route =
  | { page: "conversations"; id: string | null }
  | { page: "cases" }
  | { page: "search" }
  | { page: "record" }
  | { page: "file"; case: string }
  | { page: "dead" }
  | { page: "overview" }
  | { page: "audit" }
  | { page: "staff" };

export function readRoute(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, "").split("/");
  if (page === "cases" || page === "search" || page === "dead" || page === "staff") return { page };
  if (page === "overview" || page === "audit" || page === "record") return { page };
  if (page === "file" && id) return { page, case: decodeURIComponent(id) };
  return { page: "conversations", id: page === "c" && id ? decodeURIComponent(id) : null };
}

export function href(route: Route): string {
  if (route.page === "file") return `#/file/${encodeURIComponent(route.case)}`;
  if (route.page !== "conversations") return `#/${route.page}`;
  return route.id ? `#/c/${encodeURIComponent(route.id)}` : "#/";
}
