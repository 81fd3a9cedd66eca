// shade.ts - the one shader of all that is drawn: soft light from above, one key light, a rim, and the colour of a part looked up by its number
import { DataTexture, FloatType, GLSL3, NearestFilter, RGBAFormat, ShaderMaterial, Color, DoubleSide, Matrix4 } from "three";
import { ink } from "./colour";

/// Colours of parts: a row of pixels, one a part. Alpha 0 hides it.
export class Palette {
  readonly texture: DataTexture;
  readonly data: Float32Array;
  constructor(readonly size: number) {
    this.data = new Float32Array(4 * Math.max(size, 1)).fill(1);
    this.texture = new DataTexture(this.data, Math.max(size, 1), 1, RGBAFormat, FloatType);
    this.texture.minFilter = this.texture.magFilter = NearestFilter;
    this.texture.needsUpdate = true;
  }
  set(i: number, r: number, g: number, b: number, a = 1): void {
    this.data.set([r, g, b, a], 4 * i);
  }
  done(): void { this.texture.needsUpdate = true; }
}

// light on a place of the surface: n outward and v to the eye, of unit length; up: of n, in the room
const light = `
uniform vec3 tint; uniform vec3 chosenColour; uniform float chosen; uniform float alpha; uniform float hollow; uniform float gloss; uniform float dim;
vec4 lit(vec3 n, vec3 v, vec3 colour, float tone, float up, float part) {
  float facing = max(dot(n, v), 0.0), edge = 1.0 - facing, rim = edge * edge * edge;
  // key light over the left shoulder of who looks, fill from the other side, sky above
  vec3 key = normalize(vec3(-0.45, 0.62, 0.65)), fill = normalize(vec3(0.7, 0.05, 0.5));
  float wrap = clamp((dot(n, key) + 0.28) / 1.28, 0.0, 1.0);
  float light = 0.43 + 0.12 * up + 0.56 * wrap * wrap + 0.12 * max(dot(n, fill), 0.0);
#ifdef QUICK
  float shine = 0.0;
#else
  float shine = pow(max(dot(n, normalize(key + v)), 0.0), 26.0) * gloss;
#endif
  // a hollow is darker and warmer
  vec3 base = mix(colour, tint, hollow);
  float open = mix(0.52, 1.0, smoothstep(0.0, 0.9, tone));
  vec3 c = base * light * vec3(open, open * mix(0.97, 1.0, open), open * mix(0.9, 1.0, open)) + shine;
  c = mix(c, c * 0.72 + vec3(0.02, 0.03, 0.04), rim * 0.55);
  if (chosen >= 0.0) {
    bool me = abs(part - chosen) < 0.5;
    if (me) c = mix(c, chosenColour * (0.55 + 0.6 * light), 0.55) + rim * chosenColour * 0.5;
  }
  c = mix(c, vec3(dot(c, vec3(0.3, 0.59, 0.11))) * 0.55 + 0.42, dim);
  float a = alpha;
  if (hollow > 0.5) a = alpha * (0.16 + 0.84 * pow(1.0 - facing, 1.6));
  return vec4(clamp(c, 0.0, 1.0), a);
}`;

// QUICK: lit at the vertices, which a processor that draws does in half the time
const vertex = `
precision highp float;
in float part; in float tone;
in float sinew; // where a geometry has none it is 0
uniform vec3 tendon;
#ifdef RIGID
in float body;
uniform mat4 pose[BODIES];
#endif
uniform sampler2D palette;
#ifdef QUICK
out vec4 vColour;
${light}
#else
out vec3 vNormal; out vec3 vView; out vec3 vColour; out float vTone; out float vUp; flat out float vPart; flat out float vShown;
#endif
void main() {
#ifdef RIGID
  mat4 m = pose[int(body + 0.5)];
  vec4 world = m * vec4(position, 1.0);
  vec3 n = mat3(m) * normal;
#else
  vec4 world = vec4(position, 1.0);
  vec3 n = normal;
#endif
  vec4 colour = texelFetch(palette, ivec2(int(part + 0.5), 0), 0);
  colour.rgb = mix(colour.rgb, tendon, sinew);
  world = modelMatrix * world;
  vec4 eye = viewMatrix * world;
  n = normalize(mat3(modelMatrix) * n);
  gl_Position = projectionMatrix * eye;
#ifdef QUICK
  vec3 v = normalize(-eye.xyz), seen = mat3(viewMatrix) * n;
  vColour = lit(dot(seen, v) < 0.0 ? -seen : seen, v, colour.rgb, tone, n.y, part);
  if (colour.a < 0.01) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
#else
  vNormal = mat3(viewMatrix) * n; vUp = n.y; vView = -eye.xyz; vColour = colour.rgb; vTone = tone; vPart = part; vShown = colour.a;
#endif
}`;

const fragment = `
precision highp float;
out vec4 outColour;
#ifdef QUICK
in vec4 vColour;
void main() { outColour = vColour; }
#else
in vec3 vNormal; in vec3 vView; in vec3 vColour; in float vTone; in float vUp; flat in float vPart; flat in float vShown;
uniform float pick; uniform float first;
${light}
void main() {
  if (vShown < 0.01) discard;
  if (pick > 0.5) {
    float id = first + floor(vPart + 0.5) + 1.0;
    outColour = vec4(mod(id, 256.0) / 255.0, floor(id / 256.0) / 255.0, 0.0, 1.0);
    return;
  }
  vec3 n = normalize(vNormal), v = normalize(vView);
  outColour = lit(gl_FrontFacing ? n : -n, v, vColour, vTone, vUp, vPart);
}
#endif`;

export interface Look { rigid?: number; first: number; gloss?: number; ghost?: boolean }

/// A soft round shadow, darkest in the middle of the floor: one number a vertex.
export function shadow(): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3, transparent: true, depthWrite: false, side: DoubleSide,
    vertexShader: "in float shade; out float vShade; void main() { vShade = shade; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }",
    fragmentShader: "in float vShade; out vec4 outColour; void main() { outColour = vec4(0.2, 0.25, 0.3, vShade); }",
  });
}

/// The same, lit at the vertices. What is set of one's uniforms is set of the other's.
export function quickly(whole: ShaderMaterial): ShaderMaterial {
  const m = new ShaderMaterial({ glslVersion: GLSL3, vertexShader: vertex, fragmentShader: fragment, defines: { ...whole.defines, QUICK: 1 } });
  m.uniforms = whole.uniforms;
  return m;
}

/// @param rigid  how many bodies carry it, where each vertex belongs to one
export function material(palette: Palette, look: Look): ShaderMaterial {
  const poses = Array.from({ length: look.rigid ?? 0 }, () => new Matrix4());
  const m = new ShaderMaterial({
    glslVersion: GLSL3, vertexShader: vertex, fragmentShader: fragment, defines: look.rigid ? { RIGID: 1, BODIES: look.rigid } : {},
    uniforms: {
      palette: { value: palette.texture }, tint: { value: new Color(...ink.ghost) }, chosenColour: { value: new Color(...ink.chosen) }, tendon: { value: new Color(...ink.tendon) }, chosen: { value: -1 }, pick: { value: 0 }, first: { value: look.first },
      alpha: { value: look.ghost ? 0.55 : 1 }, hollow: { value: look.ghost ? 1 : 0 }, gloss: { value: look.gloss ?? 0 }, dim: { value: 0 },
      ...(look.rigid ? { pose: { value: poses } } : {}),
    },
    transparent: !!look.ghost, depthWrite: !look.ghost,
  });
  return m;
}
