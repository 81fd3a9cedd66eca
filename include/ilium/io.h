// ilium/io.h - from files to records and back.
#ifndef ILIUM_IO_H
#define ILIUM_IO_H
#include "ilium/patient.h"

struct il_knowledge;

/// The tests, regions and screen rows of the clinical knowledge as a vocabulary of patient files. It points into `k`.
/// Free with il_patient_vocab_free().
il_status il_patient_vocab_create(const struct il_knowledge *k, il_patient_vocab **out, il_error *err);
void      il_patient_vocab_free(il_patient_vocab *vocab); ///< NULL is allowed

/// Read and check a patient file (docs/patient-file.md, docs/patient.schema.json). Strict: an unknown key, test, region or unit, an impossible
/// value, a doubled finding or a contradiction is refused with file, line and column, what is wrong and what would be right.
il_status il_patient_read(const char *path, const il_patient_vocab *vocab, il_patient **out, il_error *err);

/// The same from bytes. @param name  what to call them in errors
il_status il_patient_parse(const char *name, const char *bytes, size_t size, const il_patient_vocab *vocab, il_patient **out, il_error *err);

/// Write a record as a patient file, wholly or not at all. What is not known is left out. Reading it gives the same record.
il_status il_patient_write(const char *path, const il_patient *p, il_error *err);
struct il_file_lock;
/// The same under a lock that was taken before the record was read.
il_status il_patient_write_locked(struct il_file_lock *lock, const il_patient *p, il_error *err);

/// The same into memory; release with il_file_free().
il_status il_patient_format(const il_patient *p, char **bytes, size_t *size, il_error *err);

#endif
