// Counts what the program allocates, by standing in front of the C library's allocator.
#pragma once

/// Calls of malloc, calloc, realloc and the aligned ones since the program started, on all threads; −1 where they cannot be
/// counted (not glibc).
long gradus_allocation_count(void);
