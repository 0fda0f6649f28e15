/* SPDX-License-Identifier: Apache-2.0 */
/* replay FOLDER...: runs the target on every file, whole and cut at each of its bytes. TAP. */
#include <dirent.h>
#include <string.h>

#include "fuzz.h"

#define MAX_FILE ((size_t)1 << 20)
/* Each cut of a file is a run of its own; large files are cut at this many places. */
#define MAX_CUTS ((size_t)2000)

static int replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(MAX_FILE);
	if (!f || !bytes) {
		fprintf(stderr, "cannot read %s\n", path);
		return 1;
	}
	size_t n = fread(bytes, 1, MAX_FILE, f);
	fclose(f);
	size_t step = 1 + n / MAX_CUTS;
	for (size_t cut = 0; cut < n; cut += step) {
		/* A copy of that very size: a read past its end is then seen. */
		uint8_t *piece = malloc(cut ? cut : 1);
		if (!piece)
			abort();
		memcpy(piece, bytes, cut);
		(void)LLVMFuzzerTestOneInput(piece, cut);
		free(piece);
	}
	(void)LLVMFuzzerTestOneInput(bytes, n);
	free(bytes);
	return 0;
}

int main(int argc, char **argv)
{
	int count = 0, failed = 0;
	for (int i = 1; i < argc; i++) {
		DIR *folder = opendir(argv[i]);
		const struct dirent *entry;
		if (!folder) {
			fprintf(stderr, "cannot open %s\n", argv[i]);
			return 1;
		}
		while ((entry = readdir(folder))) {
			char path[4096];
			if (entry->d_name[0] == '.')
				continue;
			(void)snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
			int bad = replay_file(path);
			failed += bad;
			printf("%s %d - %s\n", bad ? "not ok" : "ok", ++count, entry->d_name);
			(void)fflush(stdout);
		}
		closedir(folder);
	}
	printf("1..%d\n", count);
	return failed ? 1 : 0;
}
