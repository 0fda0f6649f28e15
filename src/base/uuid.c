/* SPDX-License-Identifier: Apache-2.0 */
/* Two FNV-1a sums of the content, over and back, each mixed at the end so that all bits count. */
#include "base/uuid.h"

#include <stdint.h>
#include <stdio.h>

#include "base/hash.h"

#define OTHER_BASIS UINT64_C(0x84222325cbf29ce4)

/* The last step of MurmurHash3. */
static uint64_t mixed(uint64_t x)
{
	x = (x ^ (x >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	x = (x ^ (x >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ (x >> 33);
}

void uuid_of(struct str content, char ret[UUID_TEXT])
{
	uint64_t over = HASH_BEGIN, back = OTHER_BASIS;
	for (size_t i = 0; i < content.n; i++) {
		over = hash_step(over, (unsigned char)content.p[i]);
		back = hash_step(back, (unsigned char)content.p[content.n - 1 - i]);
	}
	over = (mixed(over) & ~UINT64_C(0xf000)) | UINT64_C(0x8000);       /* version */
	back = (mixed(back) & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62); /* variant */
	(void)snprintf(ret, UUID_TEXT, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(over >> 32),
		       (unsigned)(over >> 16) & 0xffff, (unsigned)over & 0xffff,
		       (unsigned)(back >> 48),
		       (unsigned long long)(back & UINT64_C(0xffffffffffff)));
}
