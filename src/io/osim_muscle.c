// osim_muscle.c - the muscle models of `.osim` files: parameters, and curves as tables
//
// Thelen, J Biomech Eng 2003, doi:10.1115/1.1531112; Millard, Uchida, Seth and Delp, J Biomech Eng 2013, doi:10.1115/1.4023390 (curves of quintic
// Bezier pieces, each between two points with slopes); De Groote, Kinney, Rao and Fregly, Ann Biomed Eng 2016, doi:10.1007/s10439-016-1591-9.
// Numbers that files leave out are OpenSim's defaults. A muscle's strength in static optimisation is its active force at full activation with a
// tendon of its slack length; passive force has no part in it.
#include "osim_muscle.h"

#include <math.h>
#include <string.h>

// ---- tables --------------------------------------------------------------------------------------------------------------------

/// Value and slope of a curve at x, to the left (side < 0) or right of it; in closed form.
typedef struct point { double y, slope; } point;
typedef point (*curve)(const double *parameter, double x, int side);

static double largest(double a, double b) { return a > b ? a : b; }

// cubics that meet the curve and its slopes at the ends of n steps
static const il_osim_table *tabulate(ili_osim_reader *r, curve f, const double *parameter, double low, double high, int n) {
    il_osim_table *t = ili_osim_take(r, 1, sizeof *t);
    double        *c = t ? ili_osim_take(r, 4*(size_t)n, sizeof *c) : NULL, h = (high - low)/n;
    if (!c) return NULL;
    *t = (il_osim_table){n, low, 1.0/h, c};
    for (int k = 0; k < n; k++, c += 4) {
        point  a = f(parameter, low + k*h, 1), b = f(parameter, low + (k + 1)*h, -1);
        double rise = b.y - a.y, s0 = h*a.slope, s1 = h*b.slope;
        c[0] = a.y, c[1] = s0, c[2] = 3.0*rise - 2.0*s0 - s1, c[3] = s0 + s1 - 2.0*rise;
    }
    return t;
}

// ---- Thelen 2003 ---------------------------------------------------------------------------------------------------------------

// exp(-(l - 1)^2/width)
static point thelen_active(const double *p, double x, int side) {
    double y = exp(-(x - 1.0)*(x - 1.0)/p[0]);
    (void)side;
    return (point){y, -2.0*(x - 1.0)/p[0]*y};
}

// (exp(k (l - 1)/strain) - 1)/(exp(k) - 1) above 1
static point thelen_passive(const double *p, double x, int side) {
    double e = exp(p[0]*(x - 1.0)/p[1]), per = 1.0/(exp(p[0]) - 1.0);
    if (x < 1.0 || (x <= 1.0 && side < 0)) return (point){0.0, 0.0};
    return (point){(e - 1.0)*per, p[0]/p[1]*e*per};
}

// p: strain at full force. (exp(3 e/toe) - 1)/(exp(3) - 1)/3 up to a third of the force, then straight with the same slope
static const double TOE_FORCE = 0.33, TOE_BEND = 3.0;

static double thelen_toe(double strain) {
    double rise = TOE_FORCE*TOE_BEND*exp(TOE_BEND)/(exp(TOE_BEND) - 1.0);
    return strain*rise/(rise + 1.0 - TOE_FORCE);
}

static point thelen_tendon(const double *p, double x, int side) {
    double toe = thelen_toe(p[0]), e = exp(TOE_BEND*(x - 1.0)/toe), per = TOE_FORCE/(exp(TOE_BEND) - 1.0);
    (void)side;
    return (point){(e - 1.0)*per, TOE_BEND/toe*e*per};
}

// At full activation: (1 + v)/(1 - v/a) while shortening; while lengthening (f - 1 + g f v)/(f - 1 + g v), g = 2 + 2/a, which goes on straight
// from where it reaches the share p[2] of f
static point thelen_velocity(const double *p, double x, int side) {
    double a = p[0], f = p[1], g = 2.0 + 2.0/a, top = p[2]*f, last = (top - 1.0)*(f - 1.0)/(g*(f - top)), v = x > last ? last : x;
    if (x <= -1.0 && side < 0) return (point){0.0, 0.0};
    if (x < 0.0 || (x <= 0.0 && side < 0)) return (point){(1.0 + x)/(1.0 - x/a), (1.0 + 1.0/a)/((1.0 - x/a)*(1.0 - x/a))};
    double den = f - 1.0 + g*v, slope = g*(f - 1.0)*(f - 1.0)/(den*den);
    return (point){(f - 1.0 + g*f*v)/den + slope*(x - v), slope};
}

// ---- Millard 2012 --------------------------------------------------------------------------------------------------------------

/// A piece between two points with slopes; its shape is a quintic Bezier curve with doubled inner points towards the corner of the slopes.
typedef struct piece { double x0, y0, s0, x1, y1, s1, bend; } piece;

static double bezier(double a, double b, double c, double d, double u) { // points a b b c c d
    double w = 1.0 - u, uu = u*u, ww = w*w;
    return ww*ww*w*a + (5.0*u*ww*ww + 10.0*uu*ww*w)*b + (10.0*uu*u*ww + 5.0*uu*uu*w)*c + uu*uu*u*d;
}

static double bezier_slope(double a, double b, double c, double d, double u) { // of the hodograph: 0 between doubled points
    double w = 1.0 - u, uu = u*u, ww = w*w;
    return 5.0*(ww*ww*(b - a) + 6.0*uu*ww*(c - b) + uu*uu*(d - c));
}

static point on_piece(const piece *p, double x) {
    double apart = p->s0 - p->s1, xc = fabs(apart) > 1e-9 ? (p->y1 - p->y0 - p->x1*p->s1 + p->x0*p->s0)/apart : 0.5*(p->x0 + p->x1);
    double yc = (xc - p->x1)*p->s1 + p->y1;
    double xa = p->x0 + p->bend*(xc - p->x0), xb = p->x1 + p->bend*(xc - p->x1), ya = p->y0 + p->bend*(yc - p->y0), yb = p->y1 + p->bend*(yc - p->y1);
    double low = 0.0, high = 1.0, u = (x - p->x0)/(p->x1 - p->x0);
    // x grows with u: Newton's steps, halving where one leaves what is left
    for (int i = 0; i < 60 && high - low > 1e-15; i++) {
        double miss = bezier(p->x0, xa, xb, p->x1, u) - x, slope = bezier_slope(p->x0, xa, xb, p->x1, u), step = slope > 0.0 ? miss/slope : 2.0;
        if (miss > 0.0) high = u;
        else low = u;
        if (fabs(step) < 1e-15) break;
        u = u - step > low && u - step < high ? u - step : 0.5*(low + high);
    }
    return (point){bezier(p->y0, ya, yb, p->y1, u), bezier_slope(p->y0, ya, yb, p->y1, u)/bezier_slope(p->x0, xa, xb, p->x1, u)};
}

static point on_pieces(const piece *p, int n, double x) {
    int k = 0;
    if (x <= p[0].x0) return (point){p[0].y0 + (x - p[0].x0)*p[0].s0, p[0].s0};
    if (x >= p[n - 1].x1) return (point){p[n - 1].y1 + (x - p[n - 1].x1)*p[n - 1].s1, p[n - 1].s1};
    while (x > p[k].x1) k++;
    return on_piece(&p[k], x);
}

static double bend_of(double curviness) { return 0.1 + 0.8*curviness; }

// the pieces in a row, from their ends (x, y, slope)
static point chain(const double ends[][3], int n, double first_bend, double later_bend, int later, double x) {
    piece p[5];
    for (int i = 0; i < n; i++)
        p[i] = (piece){ends[i][0], ends[i][1], ends[i][2], ends[i + 1][0], ends[i + 1][1], ends[i + 1][2], i < later ? first_bend : later_bend};
    return on_pieces(p, n, x);
}

// p: least and greatest active length, transition, least value, slope of the shallow part; 5 % on both sides of 1 belong to the top
static point millard_active(const double *p, double x, int side) {
    const double wide = 0.05, shallow = p[4], y1 = 1.0 - shallow*(1.0 - wide - p[2]), bend = bend_of(1.0);
    const double middle = p[2] + 0.5*(1.0 - wide - p[2]), fall_x = 0.5*(1.0 + wide + p[1]), fall = -1.0/(p[1] - 1.0 - 2.0*wide);
    const double ends[6][3] = {{p[0], p[3], 0.0}, {0.5*(p[0] + p[2]), 0.5*y1, 1.25*y1/(p[2] - p[0])}, {middle, 0.5*(y1 + 1.0), shallow}, {1.0, 1.0, 0.0},
                               {fall_x, 0.5, fall}, {p[1], p[3], 0.0}};
    (void)side;
    return chain(ends, 5, bend, bend, 5, x);
}

// p: strains at no and at full force, stiffness low and at full force, curviness
static point millard_passive(const double *p, double x, int side) {
    const double zero = 1.0 + p[0], one = 1.0 + p[1], apart = fmin(0.1/p[3], 0.1*(one - zero)), bend = bend_of(p[4]);
    const double ends[3][3] = {{zero, 0.0, 0.0}, {zero + apart, p[2]*0.5*apart, p[2]}, {one, 1.0, p[3]}};
    (void)side;
    return chain(ends, 2, bend, bend, 2, x);
}

// p: slopes at and near greatest shortening, at rest, at and near greatest lengthening; greatest force; curviness of both sides
static point millard_velocity(const double *p, double x, int side) {
    const double ends[5][3] = {{-1.0, 0.0, p[0]}, {-0.9, 0.05*(p[0] + p[1]), p[1]}, {0.0, 1.0, p[2]}, {0.9, p[5] - 0.05*(p[3] + p[4]), p[4]}, {1.0, p[5], p[3]}};
    (void)side;
    return chain(ends, 4, bend_of(p[6]), bend_of(p[7]), 2, x);
}

// p: strain at full force. A toe up to two thirds of it, whose line meets the axis at a tenth of its way; then straight.
static double millard_toe(double strain) { return strain + (2.0/3.0 - 1.0)*strain/1.375; }

static point millard_tendon(const double *p, double x, int side) {
    const double k = 1.375/p[0], one = 1.0 + p[0], toe = 2.0/3.0, x_toe = 1.0 + millard_toe(p[0]), foot = 1.0 + 0.1*(x_toe - 1.0);
    const double middle = one + (0.5*toe - 1.0)/k, slope = 0.5*toe/(middle - foot), at = 0.5*(foot + middle), bend = bend_of(0.5);
    const double ends[3][3] = {{1.0, 0.0, 0.0}, {at, slope*(at - foot), slope}, {x_toe, toe, k}};
    (void)side;
    return chain(ends, 2, bend, bend, 2, x);
}

// ---- De Groote and Fregly 2016 -------------------------------------------------------------------------------------------------

// three bells, exp(-((l - b)/(c + d l))^2/2); p[0] widens them about 1
static point degroote_active(const double *p, double x, int side) {
    static const double bell[3][4] = {{0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465},
                                      {0.433004984392647, 0.716775413397760, -0.029947116970696, 0.200356847296188},
                                      {0.1, 1.0, 0.353553390593274, 0.0}};
    point  sum = {0.0, 0.0};
    double l = (x - 1.0)/p[0] + 1.0;
    (void)side;
    for (int i = 0; i < 3; i++) {
        double den = largest(bell[i][2] + bell[i][3]*l, 1e-3), z = (l - bell[i][1])/den, y = bell[i][0]*exp(-0.5*z*z);
        sum.y += y, sum.slope -= y*z*(1.0 - z*bell[i][3])/den/p[0];
    }
    return sum;
}

static point degroote_passive(const double *p, double x, int side) {
    double low = exp(-0.8*p[0]/p[1]), per = 1.0/(exp(p[0]) - low), e = exp(p[0]*(x - 1.0)/p[1]);
    (void)side;
    return (point){(e - low)*per, p[0]/p[1]*e*per};
}

static double degroote_end(double strain) { return 2.0*strain; }

// p: strain at full force. c1 exp(k (l - c2)) - c3, 1 at full force
static point degroote_tendon(const double *p, double x, int side) {
    const double c1 = 0.2, c2 = 1.0, c3 = 0.2, k = log((1.0 + c3)/c1)/(1.0 + p[0] - c2), e = c1*exp(k*(x - c2));
    (void)side;
    return (point){e - c3, k*e};
}

static point degroote_velocity(const double *p, double x, int side) {
    const double d1 = -0.3211346127989808, d2 = -8.149, d3 = -0.374, d4 = 0.8825327733249912;
    double       z = d2*x + d3;
    (void)p, (void)side;
    return (point){d1*asinh(z) + d4, d1*d2/sqrt(z*z + 1.0)};
}

// ---- reading -------------------------------------------------------------------------------------------------------------------

enum { PARAMETERS = 8, STEPS = 512 };

/// A table that was made, and from what: most muscles of a model share theirs.
struct ili_osim_tables {
    curve                   f;
    double                  parameter[PARAMETERS];
    const il_osim_table    *table;
    struct ili_osim_tables *next;
};

static il_status table(ili_osim_reader *r, curve f, const double parameter[PARAMETERS], double low, double high, const il_osim_table **out) {
    struct ili_osim_tables *t = r->tables;
    while (t && (t->f != f || memcmp(t->parameter, parameter, sizeof t->parameter))) t = t->next;
    if (!t) {
        t = ili_osim_take(r, 1, sizeof *t);
        if (!t) return IL_NO_MEMORY;
        t->f = f, t->table = tabulate(r, f, parameter, low, high, STEPS), t->next = r->tables;
        memcpy(t->parameter, parameter, sizeof t->parameter);
        r->tables = t;
    }
    *out = t->table;
    return *out ? IL_OK : IL_NO_MEMORY;
}

/// Numbers of an element, each with its name; one that is not there keeps its default.
typedef struct entry { const char *name; int at; } entry;

static il_status numbers(ili_osim_reader *r, const ili_element *e, const entry *list, int n, double *p) {
    il_status status = IL_OK;
    for (int i = 0; e && status == IL_OK && i < n; i++) status = ili_child_numbers(&r->doc, e, list[i].name, 1, &p[list[i].at], r->err);
    for (int i = 0; status == IL_OK && i < PARAMETERS; i++)
        if (!isfinite(p[i])) status = ili_osim_bad(r, e, "a curve of a muscle has a number that is not finite");
    return status;
}
#define NUMBERS(r, e, list, p) numbers(r, e, list, (int)(sizeof list/sizeof *list), p)

// the tendon: its strain at full force stands in one child
static il_status tendon(ili_osim_reader *r, const ili_element *e, const char *name, double strain, curve f, double (*end)(double), il_osim_muscle *m) {
    const entry on_strain[] = {{name, 0}};
    double      p[PARAMETERS] = {strain};
    il_status   status = NUMBERS(r, e, on_strain, p);
    if (status == IL_OK && !(p[0] > 0.0)) status = ili_osim_bad(r, e, "a tendon has a strain at full force of %g; it is above 0", p[0]);
    return status == IL_OK ? table(r, f, p, 1.0, 1.0 + end(p[0]), &m->tendon) : status;
}

static il_status thelen(ili_osim_reader *r, const ili_element *e, il_osim_muscle *m) {
    static const entry on_length[] = {{"KshapeActive", 0}}, on_strain[] = {{"KshapePassive", 0}, {"FmaxMuscleStrain", 1}};
    static const entry on_speed[] = {{"Af", 0}, {"Flen", 1}, {"fv_linear_extrap_threshold", 2}};
    double             a[PARAMETERS] = {0.45}, b[PARAMETERS] = {4.0, 0.6}, c[PARAMETERS] = {0.25, 1.4, 0.95};
    il_status          status = NUMBERS(r, e, on_length, a);
    if (status == IL_OK) status = NUMBERS(r, e, on_strain, b);
    if (status == IL_OK) status = NUMBERS(r, e, on_speed, c);
    if (status == IL_OK && !(a[0] > 0.0 && b[0] > 0.0 && b[1] > 0.0 && c[0] > 0.0 && c[1] > 1.0 && c[2] > 0.0 && c[2] < 1.0 && c[1]*c[2] > 1.0))
        status = ili_osim_bad(r, e, "a Thelen muscle has a shape out of range: KshapeActive, KshapePassive, FmaxMuscleStrain and Af are above 0, Flen times fv_linear_extrap_threshold above 1");
    if (status == IL_OK) status = table(r, thelen_active, a, 0.0, 2.5, &m->active);
    if (status == IL_OK) status = table(r, thelen_passive, b, 0.0, 2.0, &m->passive);
    if (status == IL_OK) status = tendon(r, e, "FmaxTendonStrain", 0.04, thelen_tendon, thelen_toe, m);
    return status == IL_OK ? table(r, thelen_velocity, c, -1.0, 1.0, &m->velocity) : status;
}

static il_status millard(ili_osim_reader *r, const ili_element *e, il_osim_muscle *m) {
    static const entry on_length[] = {{"min_norm_active_fiber_length", 0}, {"max_norm_active_fiber_length", 1}, {"transition_norm_fiber_length", 2},
                                      {"minimum_value", 3}, {"shallow_ascending_slope", 4}};
    static const entry on_strain[] = {{"strain_at_zero_force", 0}, {"strain_at_one_norm_force", 1}, {"stiffness_at_low_force", 2},
                                      {"stiffness_at_one_norm_force", 3}, {"curviness", 4}};
    static const entry on_speed[] = {{"concentric_slope_at_vmax", 0}, {"concentric_slope_near_vmax", 1}, {"isometric_slope", 2}, {"eccentric_slope_at_vmax", 3},
                                     {"eccentric_slope_near_vmax", 4}, {"max_eccentric_velocity_force_multiplier", 5}, {"concentric_curviness", 6}, {"eccentric_curviness", 7}};
    double    a[PARAMETERS] = {0.4441, 1.8123, 0.73, 0.1, 0.8616}, b[PARAMETERS] = {0.0, 0.7, 0.2, 0.0, 0.75}, c[PARAMETERS] = {0.0, 0.25, 5.0, 0.0, 0.15, 1.4, 0.6, 0.9};
    il_status status = NUMBERS(r, ili_child(e, "ActiveForceLengthCurve"), on_length, a);
    if (status == IL_OK) status = NUMBERS(r, ili_child(e, "FiberForceLengthCurve"), on_strain, b);
    if (status == IL_OK) status = NUMBERS(r, ili_child(e, "ForceVelocityCurve"), on_speed, c);
    if (status != IL_OK) return status;
    if (!(b[3] > 0.0)) b[3] = 2.0/(b[1] - b[0]); // OpenSim's, where the file gives none
    if (!(a[0] > 0.0 && a[2] > a[0] + 0.03 && a[2] < 0.97 && a[1] > 1.06 && a[4] >= 0.0 && a[4] < 1.0/(1.0 - a[2])))
        return ili_osim_bad(r, e, "an active curve of Millard's has lengths out of order: 0 < least < transition < 1 < greatest");
    if (!(b[1] > b[0] && b[3] > 1.0/(b[1] - b[0]) && b[2] > 0.0 && b[2] < 1.0/(b[1] - b[0]) && b[4] >= 0.0 && b[4] <= 1.0))
        return ili_osim_bad(r, e, "a passive curve of Millard's has strains or stiffnesses out of order");
    if (!(c[0] >= 0.0 && c[1] > c[0] && c[1] < 1.0 && c[2] > 1.0 && c[3] >= 0.0 && c[4] > c[3] && c[5] > 1.0 && c[4] < c[5] - 1.0 && c[6] >= 0.0 && c[6] <= 1.0 && c[7] >= 0.0 && c[7] <= 1.0))
        return ili_osim_bad(r, e, "a force-velocity curve of Millard's has slopes out of order");
    m->min_length = a[0];
    status = table(r, millard_active, a, 0.0, a[1], &m->active);
    if (status == IL_OK) status = table(r, millard_passive, b, 1.0 + b[0], 1.0 + b[1], &m->passive);
    if (status == IL_OK) status = tendon(r, ili_child(e, "TendonForceLengthCurve"), "strain_at_one_norm_force", 0.049, millard_tendon, millard_toe, m);
    return status == IL_OK ? table(r, millard_velocity, c, -1.0, 1.0, &m->velocity) : status;
}

static il_status degroote(ili_osim_reader *r, const ili_element *e, il_osim_muscle *m) {
    static const entry on_length[] = {{"active_force_width_scale", 0}}, on_strain[] = {{"passive_fiber_strain_at_one_norm_force", 1}};
    double             a[PARAMETERS] = {1.0}, b[PARAMETERS] = {4.0, 0.6}, c[PARAMETERS] = {0};
    il_status          status = NUMBERS(r, e, on_length, a);
    if (status == IL_OK) status = NUMBERS(r, e, on_strain, b);
    if (status == IL_OK && !(a[0] >= 1.0 && b[1] > 0.0)) status = ili_osim_bad(r, e, "a De Groote-Fregly muscle has a width scale below 1 or a passive strain that is not above 0");
    if (status == IL_OK) status = table(r, degroote_active, a, 0.0, 2.5, &m->active);
    if (status == IL_OK) status = table(r, degroote_passive, b, 0.2, 2.0, &m->passive);
    if (status == IL_OK) status = tendon(r, e, "tendon_strain_at_one_norm_force", 0.049, degroote_tendon, degroote_end, m);
    return status == IL_OK ? table(r, degroote_velocity, c, -2.0, 2.0, &m->velocity) : status;
}

// rigid or not, and how active it is where nothing controls it
static il_status at_rest(ili_osim_reader *r, const ili_element *e, il_osim_muscle *m) {
    double    least = 0.01;
    il_status status = ili_child_flag(&r->doc, e, "ignore_tendon_compliance", &m->rigid, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, e, "minimum_activation", 1, &least, r->err);
    m->activation = fmin(largest(m->activation, least), 1.0);
    return status;
}

il_status ili_osim_muscle_of(ili_osim_reader *r, const ili_element *e, il_osim_muscle *m) {
    static const struct { const char *name; size_t at; } list[] = {
#define FIELD(name, field) {name, offsetof(il_osim_muscle, field)}
        FIELD("max_isometric_force", f_max), FIELD("optimal_fiber_length", l_opt), FIELD("tendon_slack_length", l_slack), FIELD("pennation_angle", pennation),
        FIELD("pennation_angle_at_optimal", pennation), FIELD("max_contraction_velocity", v_max), FIELD("min_control", min_control), FIELD("max_control", max_control),
        FIELD("default_activation", activation), FIELD("fiber_damping", damping)};
#undef FIELD
    const char *name = ili_attribute_get(e, "name");
    il_status   status = IL_OK;
    *m = (il_osim_muscle){.kind = IL_OSIM_THELEN, .f_max = 1000.0, .l_opt = 0.1, .l_slack = 0.2, .v_max = 10.0, .min_control = 0.01, .max_control = 1.0, .activation = 0.05, .damping = strstr(e->tag, "Millard") ? 0.1 : 0.0, .min_length = 0.01};
    for (size_t i = 0; status == IL_OK && i < sizeof list/sizeof *list; i++) {
        double *field = (double *)(void *)((char *)m + list[i].at);
        status = ili_child_numbers(&r->doc, e, list[i].name, 1, field, r->err);
        if (status == IL_OK && (!isfinite(*field) || *field < 0.0)) status = ili_osim_bad(r, e, "muscle '%.80s' has a <%s> of %g", name ? name : "", list[i].name, *field);
    }
    if (status == IL_OK && !(m->l_opt > 0.0)) status = ili_osim_bad(r, e, "muscle '%.80s' has an optimal fibre length of %g m", name ? name : "", m->l_opt);
    if (status == IL_OK && !(m->v_max > 0.0)) status = ili_osim_bad(r, e, "muscle '%.80s' has a greatest speed of %g", name ? name : "", m->v_max);
    if (status != IL_OK) return status;
    m->sin_pennation = sin(m->pennation);
    status = at_rest(r, e, m);
    if (status != IL_OK) return status;
    if (strstr(e->tag, "Millard")) return m->kind = IL_OSIM_MILLARD, millard(r, e, m);
    if (strstr(e->tag, "DeGroote") && !ili_child(e, "default_activation")) m->activation = 0.5;
    if (strstr(e->tag, "DeGroote")) return m->kind = IL_OSIM_DEGROOTE, degroote(r, e, m);
    status = thelen(r, e, m);
    if (status == IL_OK && !strstr(e->tag, "Thelen"))
        status = ili_osim_note(r, e, "the curves of the %s '%.80s' are not read: those of Thelen 2003 stand for them", e->tag, name ? name : "");
    return status;
}
