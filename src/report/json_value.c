// json_value.c - single values as JSON
#include <math.h>

#include "report/json_value.h"
#include "report/words.h"

json_t *ili_json_text(const char *s) {
    if (!s) return json_null();
    ili_out o = {0};
    ili_put_plain(&o, s);
    ili_put(&o, "");
    json_t *j = o.failed ? NULL : json_string(o.text);
    ili_out_free(&o);
    return j;
}

json_t *ili_json_number(double x) { return isfinite(x) ? json_real(x) : json_null(); }
json_t *ili_json_side(il_side s) { return s == IL_SIDE_NONE ? json_null() : json_string(s == IL_SIDE_BOTH ? "both" : ili_side_name(s)); }
