/* SPDX-License-Identifier: Apache-2.0 */
/* What getdents64 gives: entries of a folder without an allocation, for who reads one again and
 * again. */
#ifndef HOST_FOLDER_H
#define HOST_FOLDER_H

#include <stdint.h>

/* At an address that is a multiple of 8; the next one begins length bytes further on. */
struct folder_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

#endif
