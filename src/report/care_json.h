// care_json.h - JSON parts of what-if and plan; each gives NULL when memory is out, which ends as NULL at the top
#ifndef ILI_REPORT_CARE_JSON_H
#define ILI_REPORT_CARE_JSON_H
#include <jansson.h>

#include "ilium/plan.h"
#include "report/json_value.h"

json_t *ili_json_range(const il_range *r);
void    ili_json_append(json_t **array, json_t *item); ///< takes item; *array becomes NULL when memory is out
json_t *ili_json_trial(const il_knowledge *k, const il_trial *t);
json_t *ili_json_trials(const il_care_request *r, int treatment);
json_t *ili_json_guidelines(const il_knowledge *k, int treatment);
json_t *ili_json_questions(const il_care_request *r, int treatment);
json_t *ili_json_safety(const il_assessment *a);
json_t *ili_json_sizes(const il_body_tables *t, const il_body_sizes *sizes); ///< a person as POST /api/solve takes one
json_t *ili_json_notices(const il_assessment *a);
il_status ili_json_take(json_t *root, char **text, size_t *size, il_error *err); ///< takes root
#endif
