/* Loaded before a program's libraries (LD_PRELOAD): makes its n-th call of a kind fail, or ends it there.
 *
 *   FAULT_CALL    open, write, read, fsync, close, rename, mkdir, mmap, spawn, thread or malloc
 *   FAULT_AT      which call of that kind, from 1
 *   FAULT_ERRNO   the error's number, or "kill": SIGKILL
 *   FAULT_LASTS   where set, every later call of that kind fails too, as on a disk that stays full
 *   FAULT_LOG     a file to which the numbers of calls of all kinds are added when the program ends by itself
 *
 * Only calls that the program itself makes are seen: the C library's own among themselves are not. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { OPEN, WRITE, READ, FSYNC, CLOSE, RENAME, MKDIR, MMAP, SPAWN, THREAD, MALLOC, KINDS };
static const char *const names[KINDS] = {"open",  "write", "read",  "fsync",  "close", "rename",
                                         "mkdir", "mmap",  "spawn", "thread", "malloc"};
static atomic_long counts[KINDS];
static int chosen = -1, code, lasts;
static long place;

/* An allocation below this is met by all programs at all times, and the runtime ends where one fails. */
enum { large = 4096 };

__attribute__((constructor)) static void begin(void) {
  const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERRNO");
  if (!call || !at || !error) return;
  place = atol(at);
  lasts = getenv("FAULT_LASTS") != NULL;
  code = strcmp(error, "kill") == 0 ? -1 : atoi(error);
  for (int kind = 0; kind < KINDS; kind++) {
    if (strcmp(call, names[kind]) == 0) chosen = kind;
  }
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_LOG");
  if (!path) return;
  char line[512];
  int length = 0;
  for (int kind = 0; kind < KINDS; kind++) {
    length += snprintf(line + length, sizeof line - (size_t)length, "%s %ld ", names[kind], counts[kind]);
  }
  line[length - 1] = '\n';
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (file < 0) return;
  if (syscall(SYS_write, file, line, (size_t)length) < 0) { /* nobody is left to be told */ }
  syscall(SYS_close, file);
}

/* Whether this call fails; errno is then set. */
static int fails(enum kind kind) {
  long number = atomic_fetch_add(&counts[kind], 1) + 1;
  if ((int)kind != chosen || number < place || (number > place && !lasts)) return 0;
  if (code < 0) syscall(SYS_kill, getpid(), SIGKILL);
  errno = code;
  return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static mode_t mode_of(int flags, va_list list) {
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(list, int) : 0;
}

#define OPENS(name)                                   \
  int name(const char *path, int flags, ...) {        \
    va_list list;                                     \
    va_start(list, flags);                            \
    mode_t mode = mode_of(flags, list);               \
    va_end(list);                                     \
    if (fails(OPEN)) return -1;                       \
    return NEXT(name)(path, flags, mode);             \
  }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                     \
  int name(int folder, const char *path, int flags, ...) { \
    va_list list;                                          \
    va_start(list, flags);                                 \
    mode_t mode = mode_of(flags, list);                    \
    va_end(list);                                          \
    if (fails(OPEN)) return -1;                            \
    return NEXT(name)(folder, path, flags, mode);          \
  }
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
  if (fails(WRITE)) return -1;
  return NEXT(write)(file, bytes, count);
}

ssize_t read(int file, void *bytes, size_t count) {
  if (fails(READ)) return -1;
  return NEXT(read)(file, bytes, count);
}

int fsync(int file) {
  if (fails(FSYNC)) return -1;
  return NEXT(fsync)(file);
}

/* The descriptor is closed all the same, as Linux does. */
int close(int file) {
  int fault = fails(CLOSE), error = errno;
  int result = NEXT(close)(file);
  if (!fault) return result;
  errno = error;
  return -1;
}

int rename(const char *from, const char *to) {
  if (fails(RENAME)) return -1;
  return NEXT(rename)(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  if (fails(RENAME)) return -1;
  return NEXT(renameat2)(from_folder, from, to_folder, to, flags);
}

int mkdir(const char *path, mode_t mode) {
  if (fails(MKDIR)) return -1;
  return NEXT(mkdir)(path, mode);
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
  if (fails(MMAP)) return MAP_FAILED;
  return NEXT(mmap)(address, length, protection, flags, file, offset);
}

void *mmap64(void *address, size_t length, int protection, int flags, int file, off64_t offset) {
  if (fails(MMAP)) return MAP_FAILED;
  return NEXT(mmap64)(address, length, protection, flags, file, offset);
}

int posix_spawn(
    pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]) {
  if (fails(SPAWN)) return errno;
  return NEXT(posix_spawn)(process, path, actions, attributes, arguments, environment);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  if (fails(THREAD)) return errno;
  return NEXT(pthread_create)(thread, attributes, start, argument);
}

/* The loader asks for memory before there is a name to look up; the C library's own entry is always there. */
extern void *__libc_malloc(size_t size);

void *malloc(size_t size) {
  if (size >= large && fails(MALLOC)) return NULL;
  return __libc_malloc(size);
}
