/// Calls of the GNU C library that its Swift module leaves out (they want _GNU_SOURCE), and what must be C.
#ifndef GRADUS_CSYSTEM_H
#define GRADUS_CSYSTEM_H

#include <spawn.h>
#include <sys/types.h>

/// A pipe whose ends are closed on exec from the start, so that no other thread's child can inherit them.
int system_pipe(int ends[2]);
/// The folder in which a spawned program starts.
int system_spawn_folder(posix_spawn_file_actions_t *actions, const char *folder);
/// Closes all descriptors from this number on in a spawned program, whoever opened them.
int system_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
/// Exchanges two names in one step, so that there is never a moment with neither.
int system_exchange(const char *left, const char *right);
/// The processor that the calling thread runs on, or -1.
int system_processor(void);
/// Keeps a process on one processor; 0, or -1 where it may not be done.
int system_pin(pid_t process, int processor);
/// From now on a fault of this thread that ends the process is first noted in this file, as a line `signal 04`; -1 ends
/// that.
void system_watch(int file);

#endif
