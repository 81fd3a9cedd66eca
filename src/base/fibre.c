// fibre.c - fibres on POSIX contexts, with what the address and thread sanitizers want to be told
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#include "base/fibre.h"
#include <stdint.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define HAVE_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define HAVE_TSAN 1
#endif
#ifdef HAVE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef HAVE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

enum { STACK = 1 << 20 }; // pages that are never touched cost nothing; below it lies one that must not be

struct ili_fibre {
    void (*run)(void *user);
    void       *user;
    char       *memory; ///< a page that must not be touched, then the stack
    size_t      size, guard;
    ucontext_t  here, caller;
    bool        inside; ///< stopped in its middle
    void       *fake[2]; ///< address sanitizer: fake stacks of the function and its caller
    const void *bottom;  ///< of the caller's stack
    size_t      depth;
    void       *tsan[2]; ///< thread sanitizer: the function and its caller
};

bool   ili_fibre_possible(void) { return true; }
size_t ili_fibre_bytes(void) { return sizeof(ili_fibre) + (size_t)sysconf(_SC_PAGESIZE) + STACK; }

// to the function (into) or back to its caller; gone: the function has ended
static void change(ili_fibre *f, bool into, bool gone) {
#ifdef HAVE_ASAN
    __sanitizer_start_switch_fiber(gone ? NULL : &f->fake[!into], into ? (const void *)(f->memory + f->guard) : f->bottom, into ? (size_t)STACK : f->depth);
#endif
#ifdef HAVE_TSAN
    if (into) f->tsan[1] = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(f->tsan[!into], 0);
#endif
    (void)gone;
    if (into) swapcontext(&f->caller, &f->here);
    else swapcontext(&f->here, &f->caller);
#ifdef HAVE_ASAN
    // back on this side
    if (into) __sanitizer_finish_switch_fiber(f->fake[0], NULL, NULL);
    else __sanitizer_finish_switch_fiber(f->fake[1], &f->bottom, &f->depth);
#endif
}

// the function's stack begins here; a pointer comes as two halves, since makecontext passes ints
static void begin(unsigned high, unsigned low) {
    ili_fibre *f = (ili_fibre *)(uintptr_t)((uint64_t)high << 32 | low);
#ifdef HAVE_ASAN
    __sanitizer_finish_switch_fiber(NULL, &f->bottom, &f->depth);
#endif
    f->run(f->user);
    f->inside = false;
    change(f, false, true);
}

il_status ili_fibre_create(void (*run)(void *user), void *user, ili_fibre **out) {
    ili_fibre *f = *out = calloc(1, sizeof *f);
    if (!f) return IL_NO_MEMORY;
    f->run = run, f->user = user;
    f->guard = (size_t)sysconf(_SC_PAGESIZE), f->size = f->guard + STACK;
    f->memory = mmap(NULL, f->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (f->memory == MAP_FAILED) f->memory = NULL;
    if (!f->memory || mprotect(f->memory, f->guard, PROT_NONE)) {
        ili_fibre_free(f);
        *out = NULL;
        return IL_NO_MEMORY;
    }
#ifdef HAVE_TSAN
    f->tsan[0] = __tsan_create_fiber(0);
#endif
    return IL_OK;
}

void ili_fibre_free(ili_fibre *f) {
    if (!f) return;
#ifdef HAVE_TSAN
    if (f->tsan[0]) __tsan_destroy_fiber(f->tsan[0]);
#endif
    if (f->memory) munmap(f->memory, f->size);
    free(f);
}

bool ili_fibre_go(ili_fibre *f) {
    if (!f->inside) {
        uint64_t at = (uint64_t)(uintptr_t)f;
        getcontext(&f->here);
        f->here.uc_stack.ss_sp = f->memory + f->guard, f->here.uc_stack.ss_size = STACK, f->here.uc_link = NULL;
        makecontext(&f->here, (void (*)(void))begin, 2, (unsigned)(at >> 32), (unsigned)at);
        f->inside = true;
    }
    change(f, true, false);
    return !f->inside;
}

void ili_fibre_stop(ili_fibre *f) { change(f, false, false); }

#else

struct ili_fibre {
    int unused;
};

bool      ili_fibre_possible(void) { return false; }
size_t    ili_fibre_bytes(void) { return 0; }
il_status ili_fibre_create(void (*run)(void *user), void *user, ili_fibre **out) {
    (void)run, (void)user, *out = NULL;
    return IL_NO_MEMORY;
}
void ili_fibre_free(ili_fibre *f) { (void)f; }
bool ili_fibre_go(ili_fibre *f) { return (void)f, true; }
void ili_fibre_stop(ili_fibre *f) { (void)f; }
#endif
