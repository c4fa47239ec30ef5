/*
 * Preloaded into the server by flushed.test.ts: writes the path of every file that was flushed to the disk, one a line, to
 * the file that FLUSH_LOG names. Only a flush that succeeded, and before whoever asked for it goes on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void note(int file) {
	char link[64], path[4096];
	const char *log = getenv("FLUSH_LOG");
	snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	ssize_t length = readlink(link, path, sizeof path - 1);
	if (!log || length < 0) abort();
	path[length] = '\n';
	int out = open(log, O_WRONLY | O_APPEND | O_CREAT, 0600);
	if (out < 0 || write(out, path, length + 1) != length + 1) abort();
	close(out);
}

static int flush(const char *name, int file) {
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	int result = real(file);
	int error = errno;
	if (result == 0) note(file);
	errno = error;
	return result;
}

int fsync(int file) { return flush("fsync", file); }

int fdatasync(int file) { return flush("fdatasync", file); }
