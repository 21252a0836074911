// The kernels for the architecture's plain instruction set: 4 floats in a vector.
#include <math.h>
#include "CKernels.h"

#if defined(__aarch64__)
#define BASE_ROWS 8
#else
#define BASE_ROWS 4
#endif
#define ISA base
#define REAL float
#define S f32
#define FLOAT
#define W 4
#define MR BASE_ROWS
#include "kernels.inc"

#define REAL double
#define S f64
#define W 2
#define MR BASE_ROWS
#include "kernels.inc"
