// Which sites may frame the page, as the server says in its head (FULCRUM_FRAME_ANCESTORS, also in the policy).

/** Whether the page may speak with a window of that origin. */
export function mayFrame(origin) {
  const patterns = document.querySelector("meta[name=fulcrum-hosts]")?.content.split(" ") ?? [];
  return origin === location.origin || patterns.some((pattern) => matches(pattern, origin));
}

/** Whether a source of the frame-ancestors policy names an origin: exact, or with * for all, a name or a port. */
export function matches(pattern, origin) {
  if (pattern === "*") return origin !== "null";
  const exact = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const parts = exact.replace("//*", "//[^/:]+").replace(":*", "(:\\d+)?");
  return new RegExp(`^${parts}$`, "i").test(origin);
}
