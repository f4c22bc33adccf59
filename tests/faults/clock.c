/* For the program under test: the clock, shifted by as many seconds as stand in the file that CLOCK_SHIFT names. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t id, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int failed = real(id, now);
  const char *name = getenv("CLOCK_SHIFT");
  if (failed || id != CLOCK_REALTIME || !name) return failed;
  FILE *file = fopen(name, "r");
  long shift = 0;
  if (file) {
    if (fscanf(file, "%ld", &shift) == 1) now->tv_sec += shift;
    fclose(file);
  }
  return failed;
}
