/** The count of unread messages before the page's title, while nobody looks at the page. */

const COUNTED = /^\(\d+\) /;

export function countInTitle(unread: number, page: Document = document): void {
  const bare = page.title.replace(COUNTED, "");
  const title = unread > 0 && page.visibilityState === "hidden" ? `(${unread}) ${bare}` : bare;
  if (title !== page.title) page.title = title;
}
