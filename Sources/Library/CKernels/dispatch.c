// Chooses the instruction set once, when the program starts.
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

#define TABLES(isa) extern const gradus_kernels gradus_table_f32_##isa, gradus_table_f64_##isa;
TABLES(base)
static int level = 0;

#if defined(__x86_64__)
TABLES(avx2)
TABLES(avx512)

__attribute__((constructor)) static void choose(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) level = 1;
  if (level == 1 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw"))
    level = 2;
  // For tests: GRADUS_KERNELS=base or avx2 chooses an older instruction set than the processor has.
  const char *asked = getenv("GRADUS_KERNELS");
  if (asked && !strcmp(asked, "base")) level = 0;
  if (asked && !strcmp(asked, "avx2") && level > 1) level = 1;
}
#define CHOSEN(s) (level == 2 ? &gradus_table_##s##_avx512 : level == 1 ? &gradus_table_##s##_avx2 : &gradus_table_##s##_base)
#else
#define CHOSEN(s) (&gradus_table_##s##_base)
#endif

const char *gradus_kernel_name(void) { return level == 2 ? "avx512" : level == 1 ? "avx2" : "base"; }
const gradus_kernels *gradus_kernels_f32(void) { return CHOSEN(f32); }
const gradus_kernels *gradus_kernels_f64(void) { return CHOSEN(f64); }
