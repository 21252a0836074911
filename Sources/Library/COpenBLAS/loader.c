#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>

typedef void gemm32(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
typedef void gemm64(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
typedef void gesv(const int *, const int *, void *, const int *, int *, void *, const int *, int *);
typedef void potrf(const char *, const int *, void *, const int *, int *, long);
typedef void gesdd(const char *, const int *, const int *, void *, const int *, void *, void *, const int *, void *, const int *, void *,
                   const int *, int *, int *, long);

static struct {
  gemm32 *sgemm;
  gemm64 *dgemm;
  gesv *sgesv, *dgesv;
  potrf *spotrf, *dpotrf;
  gesdd *sgesdd, *dgesdd;
  char *(*core)(void);
  bool ready;
} blas;

static void load(void) {
#if defined(__APPLE__)
  void *library = dlopen("/System/Library/Frameworks/Accelerate.framework/Accelerate", RTLD_NOW | RTLD_LOCAL);
#else
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
#endif
  if (!library) return;
  blas.sgemm = (gemm32 *)dlsym(library, "cblas_sgemm");
  blas.dgemm = (gemm64 *)dlsym(library, "cblas_dgemm");
  blas.sgesv = (gesv *)dlsym(library, "sgesv_");
  blas.dgesv = (gesv *)dlsym(library, "dgesv_");
  blas.spotrf = (potrf *)dlsym(library, "spotrf_");
  blas.dpotrf = (potrf *)dlsym(library, "dpotrf_");
  blas.sgesdd = (gesdd *)dlsym(library, "sgesdd_");
  blas.dgesdd = (gesdd *)dlsym(library, "dgesdd_");
  blas.core = (char *(*)(void))dlsym(library, "openblas_get_corename");
  blas.ready = blas.sgemm && blas.dgemm && blas.sgesv && blas.dgesv && blas.spotrf && blas.dpotrf && blas.sgesdd && blas.dgesdd;
}

bool gradus_blas_available(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return blas.ready;
}

const char *gradus_blas_kernel(void) {
  if (!gradus_blas_available()) return "none";
  return blas.core ? blas.core() : "Accelerate";
}

// CBLAS: 101 is row-major, 111 and 112 are plain and transposed.
bool gradus_blas_product(bool wide, bool ta, bool tb, int m, int n, int k, const void *a, int lda, const void *b, int ldb, void *c, int ldc) {
  if (!gradus_blas_available()) return false;
  if (wide) blas.dgemm(101, ta ? 112 : 111, tb ? 112 : 111, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
  else blas.sgemm(101, ta ? 112 : 111, tb ? 112 : 111, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
  return true;
}

int gradus_lapack_solve(bool wide, int n, int columns, void *a, int *pivots, void *b) {
  if (!gradus_blas_available()) return GRADUS_NO_LAPACK;
  int info = 0;
  (wide ? blas.dgesv : blas.sgesv)(&n, &columns, a, &n, pivots, b, &n, &info);
  return info;
}

int gradus_lapack_cholesky(bool wide, int n, void *a) {
  if (!gradus_blas_available()) return GRADUS_NO_LAPACK;
  int info = 0;
  (wide ? blas.dpotrf : blas.spotrf)("L", &n, a, &n, &info, 1);
  return info;
}

int gradus_lapack_svd(bool wide, int m, int n, void *a, void *s, void *u, void *vt, void *work, int count, int *iwork) {
  if (!gradus_blas_available()) return GRADUS_NO_LAPACK;
  int info = 0, least = m < n ? m : n;
  (wide ? blas.dgesdd : blas.sgesdd)("S", &m, &n, a, &m, s, u, &m, vt, &least, work, &count, iwork, &info, 1);
  return info;
}
