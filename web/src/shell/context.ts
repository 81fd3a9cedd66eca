// context.ts - what every page may use: who we are, the vocabulary, fixed wording by its id.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { About, Vocabulary } from "./types";

export interface AppValue { about: About; vocabulary: Vocabulary }
export const AppContext = createContext<AppValue>(null as unknown as AppValue);
export const useApp = (): AppValue => useContext(AppContext);

/// A fixed sentence of the server by its id; the country's wording before the general one.
export function useNotice(): (id: string) => string {
  const { about } = useApp();
  return (id) => (about.notices.find((notice) => notice.id === id && notice.country) ?? about.notices.find((notice) => notice.id === id))?.text ?? "";
}
