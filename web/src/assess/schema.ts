// schema.ts - forms made from the schema of the patient file, so that no field, limit or word is written twice.
import schema from "../../../docs/patient.schema.json";

export interface Shape {
  type?: string; enum?: string[]; minimum?: number; maximum?: number; description?: string; pattern?: string; items?: { $ref?: string }; $ref?: string;
  properties?: Record<string, Shape>; required?: string[];
}
const defs = schema.$defs as unknown as Record<string, Shape>;
export const shapeOf = (name: string): Shape => defs[name] ?? {};
export const itemOf = (shape: Shape): Shape => shapeOf(shape.items?.$ref?.split("/").at(-1) ?? "");
/// The unit that a description ends with: "Body mass [kg]." gives kg.
export const unitOf = (shape: Shape): string | undefined => /\[([^\]]+)\]/.exec(shape.description ?? "")?.[1];
export const textOf = (shape: Shape): string => (shape.description ?? "").replace(/\s*\[[^\]]+\]/, "").replace(/\.$/, "");
