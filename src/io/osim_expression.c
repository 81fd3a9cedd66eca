// osim_expression.c - formulas in the text of a model, as OpenSim's parser (Lepton) takes them
//
// Powers bind from the right and before a minus in front, that before * and /, these before + and -. Functions: those of the list below.
#include "osim_expression.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "file/number.h"

enum { STACK = 24, DEEPEST = 60, LONGEST = 20000 };

typedef enum step_kind { NUMBER, VARIABLE, ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, NEGATE, FUNCTION } step_kind;
typedef struct step {
    step_kind kind;
    int       index; ///< of the variable or function
    double    value;
} step;

struct ili_expression {
    int         n;
    const step *step;
};

// ---- functions -----------------------------------------------------------------------------------------------------------------

static const char *const names[] = {"sqrt", "exp", "log", "sin", "cos", "sec", "csc", "tan", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "erf", "erfc", "step", "delta",
                                    "square", "cube", "recip", "abs", "floor", "ceil", "atan2", "min", "max", "pow", "select"};
enum { FUNCTIONS = sizeof names/sizeof *names, FIRST_OF_TWO = 25, FIRST_OF_THREE = 29 };

static int arguments_of(int function) { return function < FIRST_OF_TWO ? 1 : function < FIRST_OF_THREE ? 2 : 3; }

static double of_one(int function, double x) {
    switch (function) {
        case 0: return sqrt(x);
        case 1: return exp(x);
        case 2: return log(x);
        case 3: return sin(x);
        case 4: return cos(x);
        case 5: return 1.0/cos(x);
        case 6: return 1.0/sin(x);
        case 7: return tan(x);
        case 8: return 1.0/tan(x);
        case 9: return asin(x);
        case 10: return acos(x);
        case 11: return atan(x);
        case 12: return sinh(x);
        case 13: return cosh(x);
        case 14: return tanh(x);
        case 15: return erf(x);
        case 16: return erfc(x);
        case 17: return x >= 0.0 ? 1.0 : 0.0;
        case 18: return x == 0.0 ? 1.0 : 0.0;
        case 19: return x*x;
        case 20: return x*x*x;
        case 21: return 1.0/x;
        case 22: return fabs(x);
        case 23: return floor(x);
        default: return ceil(x);
    }
}

static double of_more(int function, const double *x) {
    switch (function) {
        case 25: return atan2(x[0], x[1]);
        case 26: return fmin(x[0], x[1]);
        case 27: return fmax(x[0], x[1]);
        case 28: return pow(x[0], x[1]);
        default: return x[0] != 0.0 ? x[1] : x[2];
    }
}

// a whole power by multiplications: exact where a value is
static double power(double x, double y) {
    if (y == floor(y) && fabs(y) <= 16.0) {
        double product = 1.0;
        for (int i = 0; i < (int)fabs(y); i++) product *= x;
        return y < 0.0 ? 1.0/product : product;
    }
    return pow(x, y);
}

double ili_expression_at(const ili_expression *f, const double *x) {
    double s[STACK + 3] = {0}, *top = s; // the top itself; s[0] is below the first
    for (int i = 0; i < f->n; i++) {
        const step *c = &f->step[i];
        switch (c->kind) {
            case NUMBER: *++top = c->value; break;
            case VARIABLE: *++top = x[c->index]; break;
            case ADD: top--, *top += top[1]; break;
            case SUBTRACT: top--, *top -= top[1]; break;
            case MULTIPLY: top--, *top *= top[1]; break;
            case DIVIDE: top--, *top /= top[1]; break;
            case POWER: top--, *top = power(top[0], top[1]); break;
            case NEGATE: *top = -*top; break;
            case FUNCTION:
                if (arguments_of(c->index) == 1) *top = of_one(c->index, *top);
                else top -= arguments_of(c->index) - 1, *top = of_more(c->index, top);
        }
    }
    return *top;
}

// ---- reading -------------------------------------------------------------------------------------------------------------------

typedef struct scan {
    const char        *at;
    step              *step;
    int                n, depth, height; ///< height: of the stack behind the steps so far
    int                nvariable;
    const char *const *variable;
    const char        *wrong; ///< what is wrong at `at`; NULL: nothing
} scan;

static void fault(scan *s, const char *what) {
    if (!s->wrong) s->wrong = what;
}

static void blanks(scan *s) {
    while (*s->at && isspace((unsigned char)*s->at)) s->at++;
}

static void add(scan *s, step c, int taken) {
    if (s->wrong) return;
    s->step[s->n++] = c, s->height += 1 - taken;
    if (s->height > STACK) fault(s, "a formula that is nested too deep");
}

static void sum(scan *s, int least);

// behind a name and its "("
static void call(scan *s, int function) {
    for (int k = 0; k < arguments_of(function); k++) {
        if (k && *s->at++ != ',') {
            s->at--, fault(s, "another argument");
            return;
        }
        sum(s, 0);
        blanks(s);
        if (s->wrong) return;
    }
    if (*s->at != ')') fault(s, "a )");
    else s->at++, add(s, (step){.kind = FUNCTION, .index = function}, arguments_of(function));
}

static void word(scan *s) {
    char   name[40] = {0};
    size_t n = 0;
    while (isalnum((unsigned char)s->at[n]) || s->at[n] == '_') n++;
    if (n >= sizeof name) {
        fault(s, "a known name");
        return;
    }
    memcpy(name, s->at, n);
    int variable = ili_name_find(name, s->variable, s->nvariable), function = ili_name_find(name, names, FUNCTIONS);
    const char *after = s->at + n;
    while (isspace((unsigned char)*after)) after++;
    if (variable >= 0) s->at += n, add(s, (step){.kind = VARIABLE, .index = variable}, 0);
    else if (function >= 0 && *after == '(') s->at = after + 1, call(s, function);
    else fault(s, "a known name");
}

static void one(scan *s) {
    double x;
    size_t used = 0;
    blanks(s);
    if (*s->at == '-' || *s->at == '+') {
        bool minus = *s->at++ == '-';
        sum(s, 2);
        if (minus) add(s, (step){.kind = NEGATE}, 1);
    } else if (*s->at == '(') {
        s->at++;
        sum(s, 0), blanks(s);
        if (s->wrong) return;
        if (*s->at != ')') fault(s, "a )");
        else s->at++;
    } else if (isalpha((unsigned char)*s->at) || *s->at == '_') {
        word(s);
    } else if ((used = ili_number_scan(s->at, strlen(s->at), &x)) > 0) {
        s->at += used, add(s, (step){.kind = NUMBER, .value = x}, 0);
    } else {
        fault(s, "a number, a name or a (");
    }
}

// operators that bind at least so: 0 + -, 1 * /, 2 a minus in front, 3 powers
static void sum(scan *s, int least) {
    static const char      signs[] = "+-*/^";
    static const step_kind kinds[] = {ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER};
    static const int       binds[] = {0, 0, 1, 1, 3};
    if (++s->depth > DEEPEST) fault(s, "a formula that is nested too deep");
    if (!s->wrong) one(s);
    while (!s->wrong) {
        blanks(s);
        const char *sign = *s->at ? strchr(signs, *s->at) : NULL;
        if (!sign || binds[sign - signs] < least) break;
        s->at++;
        sum(s, binds[sign - signs] == 3 ? 3 : binds[sign - signs] + 1);
        add(s, (step){.kind = kinds[sign - signs]}, 2);
    }
    s->depth--;
}

il_status ili_osim_expression(ili_osim_reader *r, const ili_element *e, const char *tag, int n, const char *const *variable, const ili_expression **out) {
    const ili_element *c = ili_child(e, tag);
    const char        *text = c && *c->text ? c->text : "0";
    if (strlen(text) > LONGEST) return ili_osim_bad(r, c, "<%s> is longer than %d characters", tag, LONGEST);
    scan               s = {.at = text, .nvariable = n, .variable = variable, .step = ili_osim_take(r, strlen(text) + 2, sizeof(step))}; // no step without a character
    ili_expression    *f = s.step ? ili_osim_take(r, 1, sizeof *f) : NULL;
    *out = f;
    if (!f) return IL_NO_MEMORY;
    sum(&s, 0), blanks(&s);
    if (!s.wrong && *s.at) fault(&s, "an operator");
    f->step = s.step, f->n = s.n;
    if (!s.wrong) return IL_OK;
    s.step[0] = (step){.kind = NUMBER}, f->n = 1; // where the caller is lenient
    return ili_osim_unknown(r, c, "<%s> should go on with %s where '%.30s' stands", tag, s.wrong, *s.at ? s.at : "its end");
}
