// The kernels for processors with AVX-512: 16 floats in a vector, 32 registers.
#if defined(__x86_64__)
#include <math.h>
#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define ISA avx512
#define REAL float
#define S f32
#define FLOAT
#define W 16
#define MR 8
#include "kernels.inc"

#define REAL double
#define S f64
#define W 8
#define MR 8
#include "kernels.inc"
#pragma clang attribute pop
#endif
