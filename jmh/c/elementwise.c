/* x += y, z = x + y and copies, n by n f32, as a C compiler makes them:
 *
 *     cc -O3 -march=native -ffast-math jmh/c/elementwise.c -o elementwise && ./elementwise 10000
 *
 * Seconds of one thread's processor time, the best and the median of 9. Huge pages are asked for, as Lanewise does, unless it
 * is compiled with -DSMALL_PAGES. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static float *array(size_t n) {
  void *p = NULL;
  if (posix_memalign(&p, 2 << 20, n * sizeof(float))) exit(1);
#ifdef SMALL_PAGES
  madvise(p, n * sizeof(float), MADV_NOHUGEPAGE);
#else
  madvise(p, n * sizeof(float), MADV_HUGEPAGE);
#endif
  double t = now();
  for (size_t i = 0; i < n; i++) ((float *)p)[i] = 1e-3f;
  printf("first touch %.0f ms\n", 1e3 * (now() - t));
  return p;
}

static void add_in_place(float *restrict x, const float *restrict y, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] += y[i];
}

static void add(float *restrict z, const float *restrict x, const float *restrict y, size_t n) {
  for (size_t i = 0; i < n; i++) z[i] = x[i] + y[i];
}

/* The barrier keeps the compiler from making a call of memcpy of it, which from some size on stores past the cache. */
static void copy(float *restrict z, const float *restrict x, size_t n) {
  for (size_t i = 0; i < n; i += 16) {
    for (size_t j = i; j < i + 16 && j < n; j++) z[j] = x[j];
    __asm__ volatile("" ::: "memory");
  }
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  size_t side = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, n = side * side;
  float *x = array(n), *y = array(n), *z = array(n);
  double times[4][9];
  const char *names[] = {"x += y", "z = x + y", "copy loop", "memcpy"};
  const int arrays[] = {3, 3, 2, 2};
  for (int r = 0; r < 9; r++) {
    double t = now();
    add_in_place(x, y, n);
    times[0][r] = now() - t;
    t = now();
    add(z, x, y, n);
    times[1][r] = now() - t;
    t = now();
    copy(z, x, n);
    times[2][r] = now() - t;
    t = now();
    memcpy(z, x, n * sizeof(float));
    times[3][r] = now() - t;
  }
  for (int k = 0; k < 4; k++) {
    qsort(times[k], 9, sizeof(double), by_size);
    printf("%-10s %7.1f ms  median %7.1f  %5.1f GB/s\n", names[k], 1e3 * times[k][0],
           1e3 * times[k][4], 4e-9 * arrays[k] * n / times[k][0]);
  }
  return z[n / 2] == 0.5f;
}
