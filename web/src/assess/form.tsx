// form.tsx - a field for any part of the patient file, by its shape in the schema.
import { useApp } from "../shell/context";
import type { Vocabulary } from "../shell/types";
import { Button, Choice, NumberField, Select, TextField } from "../shell/ui";
import { plain, words } from "../shell/words";
import { itemOf, type Shape, textOf, unitOf } from "./schema";

export function ShapeField(props: { label: string; shape: Shape; value: unknown; onChange: (value: unknown) => void; suggestions?: string[] }) {
  const { shape, label, onChange } = props;
  if (shape.enum) {
    const options = shape.enum.filter((word) => word !== "not_asked").map((word) => [word, plain(word)] as const);
    return options.length <= 6
      ? <div class="wide"><Choice name={label} options={options} value={props.value as string | undefined} clearable onChange={onChange} /></div>
      : <Select label={label} value={props.value as string | undefined} options={options} none={words.notRecorded} onChange={onChange} />;
  }
  if (shape.type === "number") return <NumberField label={label} unit={unitOf(shape)} min={shape.minimum} max={shape.maximum} value={props.value as number | undefined} onChange={onChange} />;
  if (shape.type === "array") return <div class="wide"><ListField label={label} shape={itemOf(shape)} value={(props.value as Record<string, unknown>[] | undefined) ?? []} onChange={onChange} /></div>;
  if (shape.pattern) return <TextField label={label} type="date" value={props.value as string | undefined} onChange={onChange} />;
  return <TextField label={label} value={props.value as string | undefined} onChange={onChange} suggestions={props.suggestions} long={!props.suggestions && label.length > 0} class="wide" />;
}

/// Names that a key of the file may hold, where the server knows them.
function namesOf(vocabulary: Vocabulary, key: string): readonly (readonly [string, string])[] | undefined {
  const lists: Record<string, readonly { id: string; name: string }[]> = { score: vocabulary.scores, treatment: [...vocabulary.treatments, ...vocabulary.exercises], equipment: vocabulary.equipment };
  return lists[key]?.map((row) => [row.id, row.name] as const);
}

/// Several of one kind: events, postures, treatments, images.
export function ListField(props: { label: string; shape: Shape; value: Record<string, unknown>[]; onChange: (value: Record<string, unknown>[]) => void }) {
  const fields = Object.entries(props.shape.properties ?? {});
  const first = fields[0];
  const names = namesOf(useApp().vocabulary, first?.[0] ?? "") ?? first?.[1].enum?.map((word) => [word, plain(word)] as const);
  const set = (row: number, key: string, value: unknown) => props.onChange(props.value.map((item, i) => (i === row ? { ...item, [key]: value } : item)));
  return (
    <fieldset class="list">
      <legend>{props.label}</legend>
      <ul class="bare stack tight">
        {props.value.map((item, row) => (
          <li key={row} class="list-row">
            <div class="fields">{fields.map(([key, shape]) => <ListCell key={key} name={key} shape={shape} value={item[key]} onChange={(value) => set(row, key, value)} />)}</div>
            <Button small kind="quiet" label={`${words.remove}: ${props.label} ${row + 1}`} onClick={() => props.onChange(props.value.filter((_, i) => i !== row))}>{words.remove}</Button>
          </li>
        ))}
      </ul>
      {first && names
        ? <Select label={words.add} value={undefined} none="…" options={names.filter(([word]) => !props.value.some((item) => item[first[0]] === word && !repeated.has(first[0])))} onChange={(word) => word && props.onChange([...props.value, starter(props.shape, first[0], word)])} />
        : <Button small label={`${words.add}: ${props.label}`} onClick={() => props.onChange([...props.value, { [first?.[0] ?? "note"]: "?" }])}>+ {words.add}</Button>}
    </fieldset>
  );
}
const repeated = new Set(["kind", "treatment"]); // one of a kind may stand twice: at another time, on another side
// a new row holds what the file requires of one: the first word that is allowed
function starter(shape: Shape, key: string, word: string): Record<string, unknown> {
  const row: Record<string, unknown> = { [key]: word };
  for (const name of shape.required ?? []) row[name] ??= shape.properties?.[name]?.enum?.[0] ?? "?";
  return row;
}
function ListCell(props: { name: string; shape: Shape; value: unknown; onChange: (value: unknown) => void }) {
  const label = plain(props.name), { shape } = props, names = namesOf(useApp().vocabulary, props.name);
  if (names && !shape.enum) return <Select label={label} value={props.value as string | undefined} options={names} onChange={(value) => value && props.onChange(value)} />;
  if (shape.enum) return <Select label={label} value={props.value as string | undefined} none={words.notRecorded} options={shape.enum.map((word) => [word, plain(word)] as const)} onChange={props.onChange} />;
  if (shape.type === "number") return <NumberField label={label} unit={unitOf(shape)} min={shape.minimum} max={shape.maximum} value={props.value as number | undefined} onChange={props.onChange} />;
  return <TextField label={label} help={props.name === "note" ? undefined : textOf(shape)} type={shape.pattern ? "date" : "text"} value={props.value as string | undefined} onChange={props.onChange} />;
}
