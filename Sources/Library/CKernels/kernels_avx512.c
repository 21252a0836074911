// The kernels for processors with AVX-512: 16 floats in a vector, 32 registers.
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define ISA avx512
#define REAL float
#define S f32
#define LOAD_SOME(x, n, fill) _mm512_mask_loadu_ps((__m512)(fill), (__mmask16)((1u << (n)) - 1), x)
#define STORE_SOME(x, v, n) _mm512_mask_storeu_ps(x, (__mmask16)((1u << (n)) - 1), (__m512)(v))
#define FLOAT
#define W 16
#define MR 8
#include "kernels.inc"

#define REAL double
#define S f64
#define LOAD_SOME(x, n, fill) _mm512_mask_loadu_pd((__m512d)(fill), (__mmask8)((1u << (n)) - 1), x)
#define STORE_SOME(x, v, n) _mm512_mask_storeu_pd(x, (__mmask8)((1u << (n)) - 1), (__m512d)(v))
#define W 8
#define MR 8
#include "kernels.inc"
#pragma clang attribute pop
#endif
