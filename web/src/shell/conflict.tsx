// conflict.tsx - the file was changed here and elsewhere: every difference with both versions, chosen one by one.
import { useState } from "preact/hooks";
import { differences, type Difference, rows } from "./merge";
import { type Conflict, type PatientStore, proposal } from "./store";
import type { PatientFile } from "./types";
import { Button, Card } from "./ui";
import { plain, words } from "./words";

const shown = (value: unknown): string => value === undefined ? words.save.nothing : typeof value === "object" && value !== null
  ? Object.entries(value).map(([key, item]) => `${plain(key)}: ${typeof item === "object" ? JSON.stringify(item) : String(item)}`).join(", ") : String(value);
const name = (difference: Difference): string => difference.path.map((part) => plain(part)).join(" › ");

export function ConflictPanel(props: { store: PatientStore; conflict: Conflict }) {
  const { mine, theirs } = props.conflict;
  const merged = proposal(props.conflict);
  const list = differences(mine, theirs);
  // what both sides agree with by their own changes is chosen for the reader, who may choose otherwise
  const own = new Set(differences(merged, theirs).map(name));
  const [taken, setTaken] = useState<Record<string, "mine" | "theirs">>({});
  const choice = (difference: Difference) => taken[name(difference)] ?? (own.has(name(difference)) ? "mine" : "theirs");
  const finish = () => {
    let doc: unknown = structuredClone(theirs);
    for (const difference of list) if (choice(difference) === "mine") doc = put(doc, difference.path, difference.mine);
    void props.store.resolve(doc as PatientFile);
  };
  return (
    <Card title={words.save.conflictTitle} class="conflict">
      <p>{words.save.conflictText}</p>
      <div class="scroll">
        <table>
          <thead><tr><th scope="col" /><th scope="col">{words.save.mine}</th><th scope="col">{words.save.theirs}</th></tr></thead>
          <tbody>
            {list.map((difference) => (
              <tr key={name(difference)}>
                <th scope="row">{name(difference)}</th>
                {(["mine", "theirs"] as const).map((side) => (
                  <td key={side}><label class="row"><input type="radio" name={name(difference)} checked={choice(difference) === side} onChange={() => setTaken({ ...taken, [name(difference)]: side })} /><span>{shown(difference[side])}</span></label></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="row end"><Button kind="main" onClick={finish}>{words.save.use}</Button></div>
    </Card>
  );
}

// set what a path of names leads to; rows of lists are found by the same names as in differences()
function put(tree: unknown, path: string[], value: unknown, parent = ""): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(tree) || (tree === undefined && parent === "rows")) {
    const named = rows((tree as unknown[] | undefined) ?? [], parent === "visits");
    named.set(head, put(named.get(head), rest, value, head));
    return [...named.values()].filter((row) => row !== undefined);
  }
  const object = { ...((tree as Record<string, unknown> | undefined) ?? {}) };
  const next = put(object[head], rest, value, head);
  if (next === undefined) delete object[head];
  else object[head] = next;
  return object;
}
