// A fork-join pool for steps of well under a millisecond: a worker spins for a moment after its last task, because waking a
// sleeping thread takes longer than such a step's smaller half; then it sleeps and costs nothing.
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "CKernels.h"

#define MOST 64
static const long spins = 20000;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static long started = 0, sleeping = 0, wanted = 0;

static struct {
  void (*body)(void *, long);
  void *context;
} task;
static atomic_long ticket;      // (generation << 32) + next index
static atomic_long limit;       // indices of the task at hand
static atomic_long unfinished;  // indices not done yet
static atomic_long generation;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Takes indices until none is left. A worker that is late sees another generation in the ticket and takes nothing.
static void work(long mine) {
  for (;;) {
    long now = atomic_load(&ticket);
    if (now >> 32 != mine || (now & 0xffffffff) >= atomic_load(&limit)) return;
    if (!atomic_compare_exchange_weak(&ticket, &now, now + 1)) continue;
    task.body(task.context, now & 0xffffffff);
    atomic_fetch_sub(&unfinished, 1);
  }
}

static void *worker(void *unused) {
  long seen = 0;
  for (;;) {
    long now = seen;
    for (long i = 0; i < spins && now == seen; i++, now = atomic_load(&generation)) pause_briefly();
    if (now == seen) {
      pthread_mutex_lock(&lock);
      sleeping++;
      while ((now = atomic_load(&generation)) == seen) pthread_cond_wait(&wake, &lock);
      sleeping--;
      pthread_mutex_unlock(&lock);
    }
    seen = now;
    work(now);
  }
  return unused;
}

long gradus_parallel_width(void) {
  if (wanted == 0) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
#if defined(__linux__)
    // A job may have fewer processors than the machine; more threads than that would wait for one another.
    cpu_set_t mine;
    if (sched_getaffinity(0, sizeof mine, &mine) == 0 && CPU_COUNT(&mine) < cores) cores = CPU_COUNT(&mine);
#endif
    wanted = cores < 1 ? 1 : cores > MOST ? MOST : cores;
  }
  return wanted;
}

void gradus_parallel_set_width(long width) { wanted = width < 1 ? 1 : width > MOST ? MOST : width; }

void gradus_parallel(long count, void (*body)(void *, long), void *context) {
  if (count <= 1 || gradus_parallel_width() == 1 || pthread_mutex_trylock(&turn) != 0) {
    for (long i = 0; i < count; i++) body(context, i);
    return;
  }
  while (started < gradus_parallel_width() - 1) {
    pthread_t thread;
    if (pthread_create(&thread, 0, worker, 0) != 0) break;
    pthread_detach(thread);
    started++;
  }
  // A late worker may hold the old ticket's generation while task changes: it cannot take an index of it (see work).
  long mine = (atomic_load(&generation) + 1) & 0x7fffffff;
  atomic_store(&limit, 0);
  atomic_store(&ticket, mine << 32);
  task.body = body;
  task.context = context;
  atomic_store(&unfinished, count);
  atomic_store(&limit, count);
  pthread_mutex_lock(&lock);
  atomic_store(&generation, mine);
  if (sleeping > 0) pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);
  work(mine);
  for (long i = 0; atomic_load(&unfinished) > 0; i++)
    if (i < spins) pause_briefly();
    else sched_yield();
  pthread_mutex_unlock(&turn);
}
