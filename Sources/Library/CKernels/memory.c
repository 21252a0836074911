// How the system hands out memory.
#include <sys/mman.h>

#include "CKernels.h"

void gradus_prefer_large_pages(void *start, long bytes) {
#if defined(MADV_HUGEPAGE)
  madvise(start, (size_t)bytes, MADV_HUGEPAGE);
#endif
}
