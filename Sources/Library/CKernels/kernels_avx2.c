// The kernels for processors with AVX2 and FMA: 8 floats in a vector, 16 registers.
#if defined(__x86_64__)
#include <math.h>
#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ISA avx2
#define REAL float
#define S f32
#define FLOAT
#define W 8
#define MR 6
#include "kernels.inc"

#define REAL double
#define S f64
#define W 4
#define MR 6
#include "kernels.inc"
#pragma clang attribute pop
#endif
