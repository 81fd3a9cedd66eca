// patients.tsx - the files on this machine, and a new one.
import { useState } from "preact/hooks";
import { openPatient } from "./app";
import { api, type ApiError, type Fault } from "./api";
import { go } from "./router";
import type { Stored } from "./store";
import { Busy, Button, Card, FaultNote, TextField, Title, useLoad } from "./ui";
import { words } from "./words";

interface Row { id: string; label?: string | null; simulated?: boolean; visits?: number; last_visit?: string | null }
const today = (): string => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

export function Patients() {
  const list = useLoad(() => api.get<{ patients: Row[] }>("/api/patients"), []);
  const [find, setFind] = useState<string>();
  const shown = (list.value?.patients ?? []).filter((row) => `${row.id} ${row.label ?? ""}`.toLowerCase().includes((find ?? "").toLowerCase()));
  return (
    <>
      <Title lead={words.patients.lead}>{words.patients.title}</Title>
      <div class="columns side">
        <Card title={words.patients.open}>
          <div class="stack">
            <TextField label={words.patients.find} value={find} onChange={setFind} type="search" />
            <FaultNote fault={list.fault} onRetry={list.reload} />
            {!list.value ? !list.fault && <Busy /> : shown.length === 0 ? <p class="muted">{words.patients.none}</p> : (
              <ul class="bare people">
                {shown.map((row) => (
                  <li key={row.id} class="person">
                    <a href={`#/p/${encodeURIComponent(row.id)}/safety`}><strong>{row.label ?? row.id}</strong>
                      <span class="muted small-text">{row.id}{row.visits !== undefined && ` · ${row.visits} ${row.visits === 1 ? words.patients.visit : words.patients.visits}`}{row.last_visit && ` · ${words.patients.last} ${row.last_visit}`}{row.simulated && ` · ${words.patients.simulated}`}</span></a>
                    <Button small kind="quiet" label={`${words.patients.patientMode}: ${row.id}`} onClick={() => go(`/patient/${encodeURIComponent(row.id)}`)}>{words.patients.patientMode}</Button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </Card>
        <NewPatient />
      </div>
    </>
  );
}

function NewPatient() {
  const [id, setId] = useState<string>(), [label, setLabel] = useState<string>();
  const [fault, setFault] = useState<Fault | null>(null);
  const make = async (event: Event) => {
    event.preventDefault();
    try {
      const made = await api.post<Stored>("/api/patients", { patient: { ilium_patient: 1, id: (id ?? "").trim(), ...(label ? { label } : {}), visits: [{ date: today() }] } });
      openPatient(made.id);
    } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  return (
    <Card title={words.patients.make}>
      <form class="stack" onSubmit={(event) => void make(event)}>
        <TextField label={words.patients.id} help={words.patients.idHelp} value={id} onChange={setId} required />
        <TextField label={words.patients.label} help={words.patients.labelHelp} value={label} onChange={setLabel} />
        <FaultNote fault={fault} />
        <div class="row end"><Button kind="main" type="submit" disabled={!id?.trim()}>{words.patients.begin}</Button></div>
      </form>
    </Card>
  );
}
