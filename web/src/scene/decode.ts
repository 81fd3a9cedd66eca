// decode.ts - packed numbers back to arrays

function bytes(text: string): ArrayBuffer {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

export const floats = (text: string): Float32Array => new Float32Array(bytes(text));
export const indices = (text: string): Uint16Array => new Uint16Array(bytes(text));
export const shares = (text: string): Uint8Array => new Uint8Array(bytes(text));

/// Positions in metres.
export function points(text: string, step: number): Float32Array {
  const whole = new Int16Array(bytes(text)), out = new Float32Array(whole.length);
  for (let i = 0; i < whole.length; i++) out[i] = (whole[i] as number) * step;
  return out;
}
