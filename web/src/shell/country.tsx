// country.tsx - whose emergency wording is shown: chosen once on this machine, else that of the browser's language.
import { useApp } from "./context";
import { Select } from "./ui";
import { words } from "./words";

const KEY = "ilium.country";
let known: readonly string[] = [];

/// {country} for a request, or {} where the server has no wording of it.
export function country(): { country?: string } {
  const code = localStorage.getItem(KEY) ?? /-([A-Z]{2})$/.exec(navigator.language)?.[1];
  return code && code !== "-" && (known.length === 0 || known.includes(code)) ? { country: code } : {};
}

export function CountrySelect() {
  const { vocabulary } = useApp();
  known = vocabulary.countries;
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  const choose = (code: string | undefined) => { if (code) localStorage.setItem(KEY, code); else localStorage.setItem(KEY, "-"); location.reload(); };
  return <div class="country no-print"><Select label={words.country} value={country().country} none={words.countryNone} options={vocabulary.countries.map((code) => [code, names.of(code) ?? code] as const)} onChange={choose} /></div>;
}
