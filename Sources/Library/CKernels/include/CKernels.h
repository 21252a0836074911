// The vector kernels under `Tensors`: matrix products and element-wise loops, each compiled three times (AVX-512, AVX2 and
// FMA, the plain instruction set) from one source, and chosen once by what the processor has. Nothing else calls them.
//
// Why C: swiftc compiles a package for the oldest processor of an architecture (SSE2), and has no attribute that compiles
// one function for a newer one. clang has. Matrices are row-major; `long` counts elements, never bytes.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The instruction set that was chosen: "avx512", "avx2" or "base".
const char *gradus_kernel_name(void);

/// Calls `body(context, index)` for every index below `count`, on the calling thread and on the pool's. Returns when all
/// are done. A nested or concurrent call runs its indices in order on its own thread.
void gradus_parallel(long count, void (*body)(void *_Nullable context, long index), void *_Nullable context);

/// How many threads `gradus_parallel` uses, the caller's included. Setting applies to the calls that follow.
long gradus_parallel_width(void);
void gradus_parallel_set_width(long width);

// A product C = epilogue(A·B [+ C]): A is m × k, B is k × n, C is m × n with rows `c_row` apart. Element (i, l) of A is
// a[i·a_row + l·a_column], one of the two strides being 1; the same for B. Where `packed_b` is given, it holds B as
// the kernel `pack` wrote it. The epilogue adds column_bias[j] and row_bias[i], then (relu) replaces negatives with 0, or (tanh) takes
// tanh of each; where `tanh_output` is given, it multiplies by tanh's slope 1 − y², y being tanh_output[i·tanh_row + j].
typedef struct {
  long m, n, k;
  const void *a;
  long a_row, a_column;
  const void *b;
  long b_row, b_column;
  void *c;
  long c_row;
  const void *_Nullable packed_b;
  const void *_Nullable column_bias;
  const void *_Nullable row_bias;
  bool accumulate, relu, tanh;
  const void *_Nullable tanh_output;
  long tanh_row;
} gradus_operands;

/// A window that slides over `channels` planes of height × width: kernel, stride, padding and dilation of each axis, and
/// the height and width of what comes out.
typedef struct {
  long channels, height, width;
  long kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width;
  long dilation_height, dilation_width, out_height, out_width;
} gradus_window;

/// Asks the system for large pages, where it has them, for memory that starts at a multiple of 2 MiB.
void gradus_prefer_large_pages(void *start, long bytes);

#pragma clang assume_nonnull end

/// All kernels for one element type. Pointers are untyped and numbers are double here (exact for float too), so that Swift's generic
/// code has one type for both; each kernel itself is written for its own type.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"  // No file can be included inside assume_nonnull.
typedef struct {
#define REAL void
#define NUMBER double
#define KERNEL(RESULT, NAME, PARAMETERS, ARGUMENTS) RESULT (*_Nonnull NAME) PARAMETERS;
#include "kernels.def"
#undef KERNEL
#undef NUMBER
#undef REAL
} gradus_kernels;

#pragma clang diagnostic pop

/// The kernels for float and for double, for the instruction set that was chosen.
const gradus_kernels *_Nonnull gradus_kernels_f32(void);
const gradus_kernels *_Nonnull gradus_kernels_f64(void);
