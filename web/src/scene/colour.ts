// colour.ts - scales whose lightness only rises or only falls, so that they read alike in grey and to eyes that do not tell red from green; and the inks of what is drawn

export type Rgb = [number, number, number];
export interface Scale { name: string; stops: [number, Rgb][] }

const hex = (text: string): Rgb => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16) / 255) as Rgb;

/// From the dark red of resting muscle to pale yellow: lightness 30 to 93.
const warm: Scale = { name: "warm", stops: [[0, hex("#6f3436")], [0.25, hex("#b0413a")], [0.5, hex("#e06a33")], [0.75, hex("#f5a742")], [1, hex("#fff2b8")]] };
/// From the pale grey of cartilage to deep blue: lightness only falls.
const cool: Scale = { name: "cool", stops: [[0, hex("#dbe3e2")], [0.3, hex("#a3cacb")], [0.6, hex("#4d98a8")], [0.82, hex("#2a5f8c")], [1, hex("#142752")]] };
export const scales = { warm, cool };

/// Lightness (CIE L*) of a colour: what a grey print keeps.
export function lightness([r, g, b]: Rgb): number {
  const line = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const y = 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

export function at(scale: Scale, x: number): Rgb {
  const t = Math.min(Math.max(Number.isFinite(x) ? x : 0, 0), 1);
  let k = 1;
  while (k < scale.stops.length - 1 && t > (scale.stops[k] as [number, Rgb])[0]) k++;
  const [a, low] = scale.stops[k - 1] as [number, Rgb], [b, high] = scale.stops[k] as [number, Rgb], w = (t - a) / (b - a);
  return low.map((c, i) => c + w * ((high[i] as number) - c)) as Rgb;
}

export const css = (c: Rgb): string => `rgb(${c.map((x) => Math.round(255 * x)).join(" ")})`;

export const ink = {
  bone: hex("#f2e9d6"), cartilage: hex("#bccbd0"), tendon: hex("#e8dcc6"), ligament: hex("#cfc4a8"), nerve: hex("#e3c13f"), chosen: hex("#19b5c9"),
  support: hex("#2f6fb5"), load: hex("#8a4fb0"), joint: hex("#0d7f73"), ghost: hex("#5c7f9e"),
};
