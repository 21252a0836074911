// OpenBLAS and the LAPACK inside it, found when the program first asks for one of them. macOS needs none of this: Accelerate
// is linked there.
//
// Why not at link time: loading it takes longer than many a program here runs, and most never need it. It chooses its kernels
// while it is loaded, by the processor or by OPENBLAS_CORETYPE; where that variable names an older processor than there is,
// products are slower, and `gradus_blas_kernel` tells.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Whether OpenBLAS was found; loads it if need be. Safe to call from any thread.
bool gradus_blas_available(void);

/// The kernels that OpenBLAS chose, such as "SkylakeX"; "none" where it was not found.
const char *gradus_blas_kernel(void);

// Elements are double where `wide`, otherwise float.

/// C = A·B for row-major matrices with rows lda, ldb and ldc apart; A or B transposed where said. False: no OpenBLAS.
bool gradus_blas_product(bool wide, bool transpose_a, bool transpose_b, int m, int n, int k, const void *a, int lda, const void *b, int ldb, void *c, int ldc);

// LAPACK, column-major, its own argument conventions. What comes back is LAPACK's info, or GRADUS_NO_LAPACK.
#define GRADUS_NO_LAPACK -1000
/// A·X = B by LU with partial pivoting (gesv): A (n × n) is overwritten, B (n × columns) becomes X.
int gradus_lapack_solve(bool wide, int n, int columns, void *a, int *pivots, void *b);
/// The lower triangle of A becomes its Cholesky factor (potrf).
int gradus_lapack_cholesky(bool wide, int n, void *a);
/// A (m × n) = U·diag(s)·Vᵀ (gesdd, the thin form): U is m × min, vt is min × n. With count −1, work[0] becomes the length that work needs.
int gradus_lapack_svd(bool wide, int m, int n, void *a, void *s, void *u, void *vt, void *work, int count, int *iwork);

#pragma clang assume_nonnull end
