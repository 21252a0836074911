// Chooses the instruction set once, and forwards every kernel to it.
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

#define DECLARE_FOR(ISA, RESULT, NAME, S, PARAMETERS) RESULT gradus_##NAME##_##S##_##ISA PARAMETERS;
#define DECLARE_base(RESULT, NAME, S, PARAMETERS, ARGUMENTS) DECLARE_FOR(base, RESULT, NAME, S, PARAMETERS)
GRADUS_KERNELS(DECLARE_base, float, f32)
GRADUS_KERNELS(DECLARE_base, double, f64)

#if defined(__x86_64__)
#define DECLARE_avx(RESULT, NAME, S, PARAMETERS, ARGUMENTS) \
  DECLARE_FOR(avx2, RESULT, NAME, S, PARAMETERS)            \
  DECLARE_FOR(avx512, RESULT, NAME, S, PARAMETERS)
GRADUS_KERNELS(DECLARE_avx, float, f32)
GRADUS_KERNELS(DECLARE_avx, double, f64)

static int level = 0;
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
const char *gradus_kernel_name(void) { return level == 2 ? "avx512" : level == 1 ? "avx2" : "base"; }

#define FORWARD(RESULT, NAME, S, PARAMETERS, ARGUMENTS)               \
  RESULT gradus_##NAME##_##S PARAMETERS {                             \
    if (level == 2) return gradus_##NAME##_##S##_avx512 ARGUMENTS;    \
    if (level == 1) return gradus_##NAME##_##S##_avx2 ARGUMENTS;      \
    return gradus_##NAME##_##S##_base ARGUMENTS;                      \
  }
#else
const char *gradus_kernel_name(void) { return "base"; }
#define FORWARD(RESULT, NAME, S, PARAMETERS, ARGUMENTS) \
  RESULT gradus_##NAME##_##S PARAMETERS { return gradus_##NAME##_##S##_base ARGUMENTS; }
#endif
GRADUS_KERNELS(FORWARD, float, f32)
GRADUS_KERNELS(FORWARD, double, f64)
