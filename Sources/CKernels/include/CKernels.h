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
// gradus_pack wrote it. The epilogue adds column_bias[j] and row_bias[i], then (relu) replaces negatives with 0.
#define GRADUS_PRODUCT(REAL, S)                                                                                              \
  typedef struct {                                                                                                           \
    long m, n, k;                                                                                                            \
    const REAL *a;                                                                                                           \
    long a_row, a_column;                                                                                                    \
    const REAL *b;                                                                                                           \
    long b_row, b_column;                                                                                                    \
    REAL *c;                                                                                                                 \
    long c_row;                                                                                                              \
    const REAL *_Nullable packed_b;                                                                                          \
    const REAL *_Nullable column_bias;                                                                                       \
    const REAL *_Nullable row_bias;                                                                                          \
    bool accumulate, relu;                                                                                                   \
  } gradus_operands_##S;

GRADUS_PRODUCT(float, f32)
GRADUS_PRODUCT(double, f64)

/// A window that slides over `channels` planes of height × width: kernel, stride, padding and dilation of each axis, and
/// the height and width of what comes out.
typedef struct {
  long channels, height, width;
  long kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width;
  long dilation_height, dilation_width, out_height, out_width;
} gradus_window;

// Every kernel: KERNEL(result, name, (parameters), (arguments)), for REAL = float (f32) and double (f64).
#define GRADUS_KERNELS(KERNEL, REAL, S)                                                                                      \
  /* Products. */                                                                                                            \
  KERNEL(void, product, S, (const gradus_operands_##S *p), (p))                                                              \
  KERNEL(long, packed_count, S, (long k, long n), (k, n))                                                                    \
  KERNEL(void, pack, S, (const REAL *b, long b_row, long b_column, long k, long n, REAL *packed), (b, b_row, b_column, k, n, packed)) \
  /* Element by element. */                                                                                                  \
  KERNEL(void, add, S, (long n, const REAL *x, const REAL *y, REAL *z), (n, x, y, z))                                        \
  KERNEL(void, subtract, S, (long n, const REAL *x, const REAL *y, REAL *z), (n, x, y, z))                                   \
  KERNEL(void, multiply, S, (long n, const REAL *x, const REAL *y, REAL *z), (n, x, y, z))                                   \
  KERNEL(void, divide, S, (long n, const REAL *x, const REAL *y, REAL *z), (n, x, y, z))                                     \
  KERNEL(void, scale_add, S, (long n, REAL a, const REAL *x, REAL b, const REAL *y, REAL *z), (n, a, x, b, y, z))            \
  KERNEL(void, fill, S, (long n, REAL value, REAL *x), (n, value, x))                                                        \
  KERNEL(void, take_rows, S, (long m, long n, long limit, const REAL *index, const REAL *table, REAL *y), (m, n, limit, index, table, y)) \
  KERNEL(void, give_rows, S, (long m, long n, long limit, const REAL *index, const REAL *y, REAL *table), (m, n, limit, index, y, table)) \
  KERNEL(void, copy_rows, S, (long m, long n, const REAL *x, long x_row, REAL *y, long y_row), (m, n, x, x_row, y, y_row))   \
  KERNEL(void, transpose, S, (long m, long n, const REAL *x, long x_row, REAL *y), (m, n, x, x_row, y))                      \
  KERNEL(void, relu, S, (long n, const REAL *x, REAL *y), (n, x, y))                                                         \
  KERNEL(void, relu_backward, S, (long n, const REAL *y, const REAL *dy, REAL *dx), (n, y, dy, dx))                          \
  KERNEL(void, tanh, S, (long n, const REAL *x, REAL *y), (n, x, y))                                                         \
  KERNEL(void, tanh_backward, S, (long n, const REAL *y, const REAL *dy, REAL *dx), (n, y, dy, dx))                          \
  KERNEL(void, sigmoid, S, (long n, const REAL *x, REAL *y), (n, x, y))                                                      \
  KERNEL(void, sigmoid_backward, S, (long n, const REAL *y, const REAL *dy, REAL *dx), (n, y, dy, dx))                       \
  KERNEL(void, exp, S, (long n, const REAL *x, REAL *y), (n, x, y))                                                          \
  KERNEL(void, gelu, S, (long n, const REAL *x, REAL *y, REAL *slope), (n, x, y, slope))                                     \
  /* Reductions. */                                                                                                          \
  KERNEL(REAL, sum, S, (long n, const REAL *x), (n, x))                                                                      \
  KERNEL(REAL, dot, S, (long n, const REAL *x, const REAL *y), (n, x, y))                                                    \
  KERNEL(void, column_sums, S, (long m, long n, const REAL *x, long x_row, REAL *sums), (m, n, x, x_row, sums))              \
  KERNEL(void, row_sums, S, (long m, long n, const REAL *x, long x_row, REAL *sums), (m, n, x, x_row, sums))                 \
  /* Softmax by rows. */                                                                                                     \
  KERNEL(void, softmax, S, (long m, long n, const REAL *x, REAL *y), (m, n, x, y))                                           \
  KERNEL(void, causal_softmax, S, (long m, long n, REAL scale, const REAL *x, REAL *y), (m, n, scale, x, y))                 \
  KERNEL(void, softmax_backward, S, (long m, long n, REAL scale, const REAL *y, const REAL *dy, REAL *dx), (m, n, scale, y, dy, dx)) \
  KERNEL(REAL, cross_entropy, S, (long m, long n, const REAL *x, const int32_t *label, REAL scale, REAL *dx), (m, n, x, label, scale, dx)) \
  /* Layer normalisation by rows. */                                                                                         \
  KERNEL(void, layer_norm, S, (long m, long n, const REAL *x, const REAL *gain, const REAL *shift, REAL epsilon, REAL *y, REAL *normal, REAL *inverse), (m, n, x, gain, shift, epsilon, y, normal, inverse)) \
  KERNEL(void, layer_norm_backward, S, (long m, long n, const REAL *dy, const REAL *gain, const REAL *normal, const REAL *inverse, REAL *dgain, REAL *dshift, REAL *dx), (m, n, dy, gain, normal, inverse, dgain, dshift, dx)) \
  /* Recurrent cells: gates holds m rows of 4n (LSTM: i f g o) or 3n (GRU: r z n). */                                        \
  KERNEL(void, lstm, S, (long m, long n, REAL *gates, const REAL *cell0, REAL *cell, REAL *squashed, REAL *hidden, long hidden_row), (m, n, gates, cell0, cell, squashed, hidden, hidden_row)) \
  KERNEL(void, lstm_backward, S, (long m, long n, REAL *gates, const REAL *cell0, const REAL *squashed, const REAL *dhidden, REAL *dcell), (m, n, gates, cell0, squashed, dhidden, dcell)) \
  KERNEL(void, gru, S, (long m, long n, REAL *gates, REAL *recurrent, const REAL *hidden0, REAL *hidden), (m, n, gates, recurrent, hidden0, hidden)) \
  KERNEL(void, gru_backward, S, (long m, long n, const REAL *gates, const REAL *recurrent, const REAL *hidden0, REAL *dhidden, REAL *dgates, REAL *drecurrent), (m, n, gates, recurrent, hidden0, dhidden, dgates, drecurrent)) \
  /* Images. */                                                                                                              \
  KERNEL(void, columns, S, (const gradus_window *w, const REAL *image, REAL *padded, REAL *columns), (w, image, padded, columns)) \
  KERNEL(void, columns_backward, S, (const gradus_window *w, const REAL *dcolumns, REAL *padded, REAL *dimage), (w, dcolumns, padded, dimage)) \
  KERNEL(void, max_pool, S, (const gradus_window *w, const REAL *image, REAL *pooled, int32_t *where), (w, image, pooled, where)) \
  KERNEL(void, max_pool_backward, S, (const gradus_window *w, const REAL *dpooled, const int32_t *where, REAL *dimage), (w, dpooled, where, dimage)) \
  /* 2048 elements of the calling thread's own. */                                                                           \
  KERNEL(REAL *, scratch, S, (void), ())                                                                                     \
  /* Optimizers; g is the gradient, p the parameters. */                                                                     \
  KERNEL(void, sgd, S, (long n, REAL rate, REAL decay, const REAL *g, REAL *p), (n, rate, decay, g, p))                      \
  KERNEL(void, momentum, S, (long n, REAL rate, REAL decay, REAL mu, bool nesterov, const REAL *g, REAL *p, REAL *velocity), (n, rate, decay, mu, nesterov, g, p, velocity)) \
  KERNEL(void, adagrad, S, (long n, REAL rate, REAL decay, REAL inside, REAL outside, const REAL *g, REAL *p, REAL *square), (n, rate, decay, inside, outside, g, p, square)) \
  KERNEL(void, rmsprop, S, (long n, REAL rate, REAL decay, REAL rho, REAL inside, REAL outside, const REAL *g, REAL *p, REAL *square), (n, rate, decay, rho, inside, outside, g, p, square)) \
  KERNEL(void, adam, S, (long n, REAL rate, REAL decay, REAL shrink, REAL beta1, REAL beta2, REAL epsilon, REAL correct2, const REAL *g, REAL *p, REAL *mean, REAL *square), (n, rate, decay, shrink, beta1, beta2, epsilon, correct2, g, p, mean, square))


#define GRADUS_DECLARE(RESULT, NAME, S, PARAMETERS, ARGUMENTS) RESULT gradus_##NAME##_##S PARAMETERS;
GRADUS_KERNELS(GRADUS_DECLARE, float, f32)
GRADUS_KERNELS(GRADUS_DECLARE, double, f64)

#pragma clang assume_nonnull end
