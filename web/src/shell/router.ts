// router.ts - the address behind the `#`: parts and a query; pages register by a pattern such as "p/:id/:page".
import { useEffect, useState } from "preact/hooks";

export interface Route { parts: string[]; query: string }

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query };
}

export const go = (path: string): void => { location.hash = path; };

export function useRoute(): Route {
  const [route, set] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = () => set(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
