// The last step before a stranger's program, inside its sandbox: limits, the filter of system calls, then the program.
//
//   launcher RESOURCE:SOFT:HARD … -- PROGRAM ARGUMENT …
//
// The filter comes on descriptor 6. What goes wrong is told on descriptor 7, which the program itself never has: it is
// closed when the program begins. Freestanding, so that it starts in no time and needs no library.
//
// The filter is in force before the program begins, and so this file's own call that begins it must be let through, and
// no other: it is known by the address of the path, in a page at a random place that is gone with this program.

#include <asm/unistd.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

enum { FILTER = 6, TROUBLE = 7, CLOSE_ON_EXEC = 1, SET_FLAGS = 2 };
enum { PR_SET_NO_NEW_PRIVS_ = 38, PR_SET_SECCOMP_ = 22 };

static long call(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#else
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#endif
}

static _Noreturn void fail(const char *what) {
  size_t length = 0;
  while (what[length]) length++;
  call(__NR_write, TROUBLE, (long)what, (long)length, 0, 0, 0);
  for (;;) call(__NR_exit_group, 125, 0, 0, 0, 0, 0);
}

/// Reads a number and the character after it.
static uint64_t number(const char **text, char after) {
  uint64_t value = 0;
  const char *start = *text;
  while (**text >= '0' && **text <= '9') value = 10 * value + (uint64_t)(*(*text)++ - '0');
  if (*text == start || **text != after) fail("a limit that is none");
  if (after) (*text)++;
  return value;
}

static void limit(const char *text) {
  uint64_t resource = number(&text, ':');
  uint64_t values[2];
  values[0] = number(&text, ':');
  values[1] = number(&text, 0);
  if (call(__NR_prlimit64, 0, (long)resource, (long)values, 0, 0, 0) != 0) fail("a limit cannot be set");
}

static void install(const struct sock_filter *instructions, size_t count) {
  struct sock_fprog program = {.len = (unsigned short)count, .filter = (struct sock_filter *)instructions};
  if (call(__NR_prctl, PR_SET_SECCOMP_, SECCOMP_MODE_FILTER, (long)&program, 0, 0, 0) != 0)
    fail("the filter of system calls cannot be installed");
}

/// The path at an address that nobody can guess: 34 random bits of a page's, 11 within the page.
static const char *hidden(const char *path) {
  enum { PAGE = 65536, OFFSETS = 2048 };
  size_t length = 1;
  while (path[length - 1]) length++;
  if (length > PAGE - OFFSETS) fail("a path that is too long");
  for (int attempt = 0; attempt < 100; attempt++) {
    uint64_t random;
    if (call(__NR_getrandom, (long)&random, sizeof random, 0, 0, 0, 0) != sizeof random) fail("no random numbers");
    uint64_t offset = random % OFFSETS;
    uint64_t place = ((random >> 11) & 0x3FFFFFFFull) * PAGE + (1ull << 32);
    // Readable and writable; private, anonymous, and never in the place of another mapping.
    uint64_t page = (uint64_t)call(__NR_mmap, (long)place, PAGE, 3, 0x2 | 0x20 | 0x100000, -1, 0);
    if (page != place) {
      if (page < -4096ull) call(__NR_munmap, (long)page, PAGE, 0, 0, 0, 0);
      continue;
    }
    char *copy = (char *)(place + offset);
    for (size_t index = 0; index < length; index++) copy[index] = path[index];
    return copy;
  }
  fail("no memory");
}

static void allow_only(const char *path) {
  uint64_t address = (uint64_t)path;
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_execve, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)address, 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]) + 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(address >> 32), 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  install(program, sizeof program / sizeof *program);
}

static struct sock_filter filter[4096];

__attribute__((used)) _Noreturn void launch(long *stack) {
  long count = stack[0];
  char **words = (char **)(stack + 1);
  char **environment = words + count + 1;
  long next = 1;
  for (; next < count && !(words[next][0] == '-' && words[next][1] == '-' && !words[next][2]); next++)
    limit(words[next]);
  if (++next >= count) fail("no program");

  size_t filled = 0;
  for (;;) {
    long got = call(__NR_read, FILTER, (long)filter + (long)filled, (long)(sizeof filter - filled), 0, 0, 0);
    if (got < 0) fail("the filter of system calls cannot be read");
    if (got == 0) break;
    filled += (size_t)got;
  }
  if (filled == 0 || filled == sizeof filter || filled % sizeof *filter != 0) fail("no filter of system calls");
  call(__NR_close, FILTER, 0, 0, 0, 0, 0);
  if (call(__NR_fcntl, TROUBLE, SET_FLAGS, CLOSE_ON_EXEC, 0, 0, 0) != 0) fail("nothing to tell troubles on");
  if (call(__NR_prctl, PR_SET_NO_NEW_PRIVS_, 1, 0, 0, 0, 0) != 0) fail("privileges cannot be given up");

  const char *path = hidden(words[next]);
  allow_only(path);
  install(filter, filled / sizeof *filter);
  call(__NR_execve, (long)path, (long)(words + next), (long)environment, 0, 0, 0);
  fail("the program cannot be started");
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call launch\n");
#else
__asm__(".globl _start\n_start: mov x29, #0\n mov x0, sp\n bl launch\n");
#endif
