// orbit.ts - turning, moving and nearing by mouse, touch and keys; no inertia, so that nothing moves by itself
import { PerspectiveCamera, Vector3 } from "three";

export type View = "front" | "back" | "right" | "left";
const turns: Record<View, number> = { front: Math.PI / 2, back: -Math.PI / 2, right: 0, left: Math.PI };

export class Orbit {
  readonly camera = new PerspectiveCamera(26, 1, 0.05, 30);
  readonly target = new Vector3(-0.05, 0.95, 0);
  azimuth = 0.9; // from the right (Z) towards the front (X)
  height = 0.1;
  distance = 4.3;
  private readonly down = new Map<number, { x: number; y: number }>();
  private moved = 0;

  constructor(private readonly canvas: HTMLElement, private readonly changed: (done: boolean) => void, private readonly tap: (x: number, y: number) => void) {
    canvas.addEventListener("pointerdown", this.onDown);
    canvas.addEventListener("pointermove", this.onMove);
    for (const up of ["pointerup", "pointercancel"] as const) canvas.addEventListener(up, this.onUp);
    canvas.addEventListener("wheel", this.onWheel, { passive: false });
    canvas.addEventListener("keydown", this.onKey);
    canvas.addEventListener("contextmenu", (e) => e.preventDefault());
  }

  view(side: View): void {
    this.azimuth = turns[side];
    this.height = 0.04;
    this.changed(true);
  }

  apply(aspect: number): void {
    const c = Math.cos(this.height), far = this.distance * Math.max(1, 0.62 / Math.max(aspect, 0.2));
    this.camera.aspect = aspect;
    this.camera.position.set(this.target.x + far * c * Math.sin(this.azimuth), this.target.y + far * Math.sin(this.height), this.target.z + far * c * Math.cos(this.azimuth));
    this.camera.lookAt(this.target);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  private turn(dx: number, dy: number): void {
    this.azimuth -= dx;
    this.height = Math.min(Math.max(this.height + dy, -1.4), 1.4);
  }

  private near(factor: number): void { this.distance = Math.min(Math.max(this.distance * factor, 0.5), 9); }

  private shift(dx: number, dy: number): void {
    const e = this.camera.matrixWorld.elements, step = this.distance * 0.46;
    for (const [amount, k] of [[-dx, 0], [dy, 4]] as const) this.target.add(new Vector3(e[k], e[k + 1], e[k + 2]).multiplyScalar(amount * step));
    this.target.y = Math.min(Math.max(this.target.y, -0.3), 2.2);
  }

  private readonly onDown = (e: PointerEvent) => {
    this.canvas.setPointerCapture(e.pointerId);
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (this.down.size === 1) this.moved = 0;
  };

  private readonly onMove = (e: PointerEvent) => {
    const from = this.down.get(e.pointerId);
    if (!from) return;
    const dx = e.clientX - from.x, dy = e.clientY - from.y, tall = this.canvas.clientHeight || 1;
    this.moved += Math.abs(dx) + Math.abs(dy);
    if (this.down.size === 2) {
      const [other] = [...this.down.entries()].filter(([id]) => id !== e.pointerId).map(([, p]) => p);
      const gap = (p: { x: number; y: number }) => Math.hypot(p.x - other!.x, p.y - other!.y);
      this.near(Math.max(gap(from), 1) / Math.max(gap({ x: e.clientX, y: e.clientY }), 1));
      this.shift((0.5 * dx) / tall, (0.5 * dy) / tall);
    } else if (e.shiftKey || e.buttons === 2 || e.buttons === 4) this.shift(dx / tall, dy / tall);
    else this.turn((4 * dx) / tall, (2.6 * dy) / tall);
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    this.changed(false);
  };

  private readonly onUp = (e: PointerEvent) => {
    const was = this.down.delete(e.pointerId);
    if (was && e.type === "pointerup" && !this.down.size && this.moved < 6) this.tap(e.clientX, e.clientY);
    if (!this.down.size) this.changed(true);
  };

  private readonly onWheel = (e: WheelEvent) => {
    e.preventDefault();
    this.near(Math.exp(Math.min(Math.max(e.deltaY, -120), 120) * 0.0016));
    this.changed(false);
  };

  private readonly onKey = (e: KeyboardEvent) => {
    const step = e.shiftKey ? 0.06 : 0.16;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.turn(-step, 0), ArrowRight: () => this.turn(step, 0), ArrowUp: () => this.turn(0, step), ArrowDown: () => this.turn(0, -step),
      "+": () => this.near(0.88), "=": () => this.near(0.88), "-": () => this.near(1.14), PageUp: () => this.shift(0, 0.08), PageDown: () => this.shift(0, -0.08),
      "1": () => this.view("front"), "2": () => this.view("right"), "3": () => this.view("back"), "4": () => this.view("left"),
    };
    const act = e.ctrlKey || e.metaKey || e.altKey ? undefined : keys[e.key];
    if (!act) return;
    e.preventDefault();
    act();
    this.changed(true);
  };
}
