// beside.ts - what the person answered in patient mode beside what stands in the record.
import type { PatientStore } from "../shell/store";

/// The person's last answer beside a question of this visit ("screen/fever"); none where the question itself was answered since.
export function beside(store: PatientStore, id: string) {
  const row = `${store.current.date ? `${store.current.date}/` : ""}${id}`;
  const last = store.doc.entries?.filter((entry) => entry.what === row || entry.what === `${row}/person`).at(-1);
  return last && last.what !== row ? last : undefined;
}
