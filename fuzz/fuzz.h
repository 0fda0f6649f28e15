/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a fuzz target needs. Each condition that it REQUIREs must be true for any bytes.
 * Built with -Dfuzz=true, clang's fuzzer makes up the bytes; otherwise fuzz/replay.c feeds it the
 * files of fuzz/corpus, so that what was once found is an ordinary test.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition)                                                                         \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__,           \
				#condition);                                                       \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#endif
