/* SPDX-License-Identifier: Apache-2.0 */
/* The entries that getdents64 writes: a folder that is read again and again needs no allocation. */
#ifndef HOST_FOLDER_H
#define HOST_FOLDER_H

#include <stdint.h>

/* Lies at an address that is a multiple of 8; the next one begins length bytes further on. */
struct folder_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

#endif
