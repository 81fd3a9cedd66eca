// number.c - decimal text to the nearest double and back, without locale and without strtod
//
// A number is read as w 10^e with w an integer of all its digits. Three ways, each exact, the cheapest that applies:
//   1. w < 2^53 and |e| <= 22: both are doubles, one rounding               (Clinger 1990, "How to read floating point numbers accurately")
//   2. w < 2^64 and |e| <= 27: 5^|e| fits in 63 bits, product or quotient in 128 bits with a sticky bit
//   3. whole numbers of any size, quotient of 66 bits with a sticky bit
// and one rounding half to even at the end.
#include "ilium/file.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "number.h"

// a decimal as it was written
typedef struct decimal {
    const char *first, *last; // from the first digit that is not 0 to behind the last digit, a point may stand between
    uint64_t    head;         // the first 19 digits that count
    int64_t     ndigit;       // digits that count
    int64_t     exponent;     // value = digits as an integer, times 10^exponent
    bool        negative;
} decimal;

enum { HEAD_DIGITS = 19, EXACT_POWER = 27, MOST_DIGITS = 780, LIMBS = 96 };

// -- scanning --------------------------------------------------------------------------------------------------------------

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// digits from p on into d; those behind a point lower the exponent
static const char *scan_digits(const char *p, const char *end, bool fraction, decimal *d) {
    for (; p < end && is_digit(*p); p++) {
        if (fraction) d->exponent--;
        if (!d->ndigit && *p == '0') continue;
        if (!d->ndigit) d->first = p;
        if (d->ndigit < HEAD_DIGITS) d->head = d->head*10 + (uint64_t)(*p - '0');
        d->ndigit++;
        d->last = p + 1;
    }
    return p;
}

// an exponent behind its e, saturating; NULL when there is none
static const char *scan_exponent(const char *p, const char *end, int64_t *exponent) {
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end || !is_digit(*p)) return NULL;
    int64_t e = 0;
    for (; p < end && is_digit(*p); p++)
        if (e < INT64_C(1000000000000)) e = e*10 + (*p - '0');
    *exponent += negative ? -e : e;
    return p;
}

// the longest number at the start of the text; returns the bytes it takes, 0 = none
static size_t scan(const char *text, size_t size, decimal *d) {
    const char *p = text, *end = text + size;
    *d = (decimal){0};
    if (p < end && (*p == '-' || *p == '+')) d->negative = *p++ == '-';
    const char *whole = p;
    p = scan_digits(p, end, false, d);
    bool any = p > whole;
    if (p < end && *p == '.') {
        const char *fraction = p + 1;
        const char *behind = scan_digits(fraction, end, true, d);
        any = any || behind > fraction;
        p = behind;
    }
    if (!any) return 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        int64_t exponent = d->exponent;
        const char *behind = scan_exponent(p + 1, end, &exponent);
        if (behind) p = behind, d->exponent = exponent;
    }
    return (size_t)(p - text);
}

// -- rounding --------------------------------------------------------------------------------------------------------------

static int bit_length(uint64_t x) { return x ? 64 - __builtin_clzll(x) : 0; }

// the double nearest to (top + something below one unit, when sticky) 2^exponent; top has at least 55 bits or is exact
static double round_to_double(uint64_t top, bool sticky, int64_t exponent) {
    int     length = bit_length(top);
    int64_t lowest = exponent + length - 53; // weight of the last kept bit
    if (lowest < -1074) lowest = -1074;      // below 2^-1022 fewer bits are kept
    int64_t drop = lowest - exponent;
    if (drop <= 0) return ldexp((double)top, (int)exponent);
    if (drop > 64) return 0;

    // half to even
    uint64_t kept = drop < 64 ? top >> drop : 0;
    uint64_t half = UINT64_C(1) << (drop - 1), below = top & (half - 1);
    if ((top & half) && (below || sticky || (kept & 1))) kept++;
    return ldexp((double)kept, (int)lowest); // exact, or infinite when too large
}

// 128 bits, high and low, to a double
static double round_wide(uint64_t high, uint64_t low, bool sticky, int64_t exponent) {
    if (!high) return round_to_double(low, sticky, exponent);
    int up = 64 - bit_length(high);
    uint64_t top = up ? high << up | low >> (64 - up) : high;
    uint64_t rest = up ? low << up : low;
    return round_to_double(top, sticky || rest, exponent + 64 - up);
}

// -- 128 bits --------------------------------------------------------------------------------------------------------------

static uint64_t power_of_5(int64_t k) {
    uint64_t p = 1;
    while (k-- > 0) p *= 5;
    return p;
}

// w 5^e 2^e, the product in two words
static double by_product(uint64_t w, int64_t e) {
    uint64_t f = power_of_5(e);
    uint64_t w0 = w & UINT32_MAX, w1 = w >> 32, f0 = f & UINT32_MAX, f1 = f >> 32;
    uint64_t middle = w1*f0 + (w0*f0 >> 32);
    uint64_t cross = w0*f1 + (middle & UINT32_MAX);
    uint64_t high = w1*f1 + (middle >> 32) + (cross >> 32);
    return round_wide(high, w*f, false, e);
}

// w / (5^k 2^k): the quotient of (w 2^64 2^up) by 5^k has 65 bits or more
static double by_quotient(uint64_t w, int64_t k) {
    uint64_t d = power_of_5(k);
    int      up = 64 - bit_length(w);
    w <<= up;
    uint64_t high = w/d, rest = w % d, low = 0;
    for (int i = 0; i < 64; i++) {
        rest <<= 1; // d < 2^63, so this does not overflow
        low <<= 1;
        if (rest >= d) rest -= d, low |= 1;
    }
    return round_wide(high, low, rest != 0, -64 - up - k);
}

// -- whole numbers of any size ---------------------------------------------------------------------------------------------

// little-endian 32-bit limbs; LIMBS hold 3072 bits: 780 digits need 2592, 5^1110 needs 2578, both with a few bits to spare
typedef struct big {
    uint32_t limb[LIMBS];
    int      n;
} big;

static void big_multiply_add(big *b, uint32_t factor, uint32_t add) {
    uint64_t carry = add;
    for (int i = 0; i < b->n; i++) {
        carry += (uint64_t)b->limb[i]*factor;
        b->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry) b->limb[b->n++] = (uint32_t)carry;
}

static void big_times_power_of_5(big *b, int64_t k) {
    for (; k >= 13; k -= 13) big_multiply_add(b, 1220703125u, 0);
    if (k > 0) big_multiply_add(b, (uint32_t)power_of_5(k), 0);
}

static int big_bits(const big *b) { return b->n ? 32*(b->n - 1) + bit_length(b->limb[b->n - 1]) : 0; }

static void big_shift_left(big *b, int bits) {
    int limbs = bits/32, rest = bits % 32;
    if (!b->n || !bits) return;
    memmove(b->limb + limbs, b->limb, (size_t)b->n*sizeof b->limb[0]);
    memset(b->limb, 0, (size_t)limbs*sizeof b->limb[0]);
    b->n += limbs;
    if (rest) {
        uint32_t carry = 0;
        for (int i = limbs; i < b->n; i++) {
            uint32_t limb = b->limb[i];
            b->limb[i] = limb << rest | carry;
            carry = limb >> (32 - rest);
        }
        if (carry) b->limb[b->n++] = carry;
    }
}

static bool big_less(const big *a, const big *b) {
    if (a->n != b->n) return a->n < b->n;
    for (int i = a->n - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i];
    return false;
}

// a -= b, for b <= a
static void big_subtract(big *a, const big *b) {
    uint64_t borrow = 0;
    for (int i = 0; i < a->n; i++) {
        uint64_t t = (uint64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0) - borrow;
        a->limb[i] = (uint32_t)t;
        borrow = t >> 63;
    }
    while (a->n && !a->limb[a->n - 1]) a->n--;
}

// the digits as a whole number; behind MOST_DIGITS a single 1 stands for all that differs from zero. Returns the digits left out.
static int64_t big_from_digits(big *b, const decimal *d) {
    int64_t used = 0;
    bool    more = false;
    *b = (big){0};
    for (const char *p = d->first; p < d->last; p++) {
        if (!is_digit(*p)) continue;
        if (used < MOST_DIGITS) big_multiply_add(b, 10, (uint32_t)(*p - '0')), used++;
        else more = more || *p != '0';
    }
    // no midpoint between doubles has more than 767 digits: a last digit above them decides a tie and nothing else
    if (more) big_multiply_add(b, 10, 1), used++;
    return d->ndigit - used;
}

// the quotient a / b, its first 66 bits: a and b are brought to the same length first
static double big_ratio(big *a, big *b, int64_t exponent) {
    int up = big_bits(b) - big_bits(a);
    if (up > 0) big_shift_left(a, up);
    if (up < 0) big_shift_left(b, -up);
    exponent -= up;
    if (big_less(a, b)) big_shift_left(a, 1), exponent--;

    // now b <= a < 2 b: one bit of the quotient a step
    uint64_t quotient = 0;
    for (int i = 0; i < 64; i++) {
        quotient <<= 1;
        if (!big_less(a, b)) big_subtract(a, b), quotient |= 1;
        big_shift_left(a, 1);
    }
    return round_to_double(quotient, a->n != 0, exponent - 63);
}

static double by_big(const decimal *d) {
    big a, b = {.limb = {1}, .n = 1};
    int64_t e = d->exponent + big_from_digits(&a, d);
    if (e >= 0) big_times_power_of_5(&a, e);
    else big_times_power_of_5(&b, -e);
    return big_ratio(&a, &b, e);
}

// -- the public half -------------------------------------------------------------------------------------------------------

static double magnitude(const decimal *d) {
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int64_t e = d->exponent;
    if (!d->ndigit) return 0;
    if (d->ndigit + e > 310) return IL_INF;
    if (d->ndigit + e < -330) return 0;
    if (d->ndigit <= HEAD_DIGITS) {
        if (d->head <= UINT64_C(1) << 53 && e >= -22 && e <= 22)
            return e < 0 ? (double)d->head/power[-e] : (double)d->head*power[e];
        if (e >= 0 && e <= EXACT_POWER) return by_product(d->head, e);
        if (e < 0 && e >= -EXACT_POWER) return by_quotient(d->head, -e);
    }
    return by_big(d);
}

size_t ili_number_scan(const char *text, size_t size, double *value) {
    decimal d;
    size_t  used = scan(text, size, &d);
    if (!used) return 0;
    double x = magnitude(&d);
    *value = d.negative ? -x : x;
    return used;
}

il_status il_number_parse(const char *text, size_t size, double *value) {
    double x = 0;
    if (!size || ili_number_scan(text, size, &x) != size) return IL_BAD_SYNTAX;
    if (isinf(x)) return IL_LIMIT;
    *value = x;
    return IL_OK;
}

// the digits of value with `precision` of them, as "ddd" without zeros behind, and the power of ten of the first
static int digits_of(double value, int precision, char digits[24], int *count) {
    char text[64];
    snprintf(text, sizeof text, "%.*e", precision - 1, value);
    // only digits, e and the exponent are used: what the locale writes as a point is passed over
    const char *p = text;
    int n = 0;
    for (; *p && *p != 'e'; p++)
        if (is_digit(*p)) digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0') n--;
    int exponent = 0;
    bool negative = p[0] && p[1] == '-';
    for (; *p; p++)
        if (is_digit(*p)) exponent = exponent*10 + (*p - '0');
    *count = n;
    return negative ? -exponent : exponent;
}

// lay n digits out with a point; `exponent` is the power of ten of the first digit
static void lay_out(char *out, const char *digits, int n, int exponent) {
    if (exponent < -5 || exponent > 16) {
        out += sprintf(out, "%c", digits[0]);
        if (n > 1) out += sprintf(out, ".%.*s", n - 1, digits + 1);
        sprintf(out, "e%d", exponent);
        return;
    }
    int whole = exponent + 1;
    if (whole <= 0) {
        out += sprintf(out, "0.%.*s", -whole, "00000");
        sprintf(out, "%.*s", n, digits);
    } else if (n > whole) {
        sprintf(out, "%.*s.%.*s", whole, digits, n - whole, digits + whole);
    } else {
        sprintf(out, "%.*s%.*s", n, digits, whole - n, "0000000000000000");
    }
}

const char *il_number_format(double value, char buf[IL_NUMBER_TEXT]) {
    if (!isfinite(value)) return strcpy(buf, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
    double size = fabs(value);
    char  *out = buf;
    if (signbit(value)) *out++ = '-';
    if (size == 0) {
        strcpy(out, "0");
        return buf;
    }
    for (int precision = 15; precision <= 17; precision++) {
        char   digits[24];
        int    n = 0, exponent = digits_of(size, precision, digits, &n);
        double back = 0;
        lay_out(out, digits, n, exponent);
        if (il_number_parse(out, strlen(out), &back) == IL_OK && back == size) break;
    }
    return buf;
}
