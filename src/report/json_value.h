// json_value.h - single values as JSON, shared by all reports; each gives NULL when memory is out
#ifndef ILI_REPORT_JSON_VALUE_H
#define ILI_REPORT_JSON_VALUE_H
#include <jansson.h>

#include "ilium/patient.h"

json_t *ili_json_text(const char *s); ///< valid UTF-8 only, so that no record can make the output malformed; null for NULL
json_t *ili_json_number(double x);    ///< null for what is no number
json_t *ili_json_side(il_side s);
#endif
