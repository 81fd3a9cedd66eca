// router.ts - the address behind the `#`: parts and a query; pages register by a pattern such as "p/:id/:page".
import { useEffect, useState } from "preact/hooks";

export interface Route { parts: string[]; query: string }

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query };
}

const isToken = (hash: string) => /^#t=/.test(hash);
let last = isToken(location.hash) ? "#/" : location.hash;

/// A token does not stay in the address nor in the history: back to where the reader was.
export function leaveToken(): void {
  if (isToken(location.hash)) history.replaceState(null, "", location.pathname + last);
}

export const go = (path: string): void => { location.hash = path; };

export function useRoute(): Route {
  const [route, set] = useState(() => parse(last));
  useEffect(() => {
    const changed = () => { if (!isToken(location.hash)) set(parse((last = location.hash))); };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
