/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that grow at their end: a caller built with an older header has a shorter one, of which
 * no more is read or written; what a shorter one lacks is zero.
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"

#define MOST_SIZE ((size_t)4096) /* nobody's struct is this long: size was not set */

static int check(size_t size, struct frugal_error *reterr)
{
	if (size >= sizeof(size) && size <= MOST_SIZE)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("a struct says that its size is %zu"), size);
	return error_todo(reterr, "%s", _("set size to the size of the struct"));
}

int sized_read(const void *from, size_t size, void *to, size_t own, struct frugal_error *reterr)
{
	int r = check(size, reterr);
	if (r == 0)
		memcpy(to, from, size < own ? size : own);
	return r;
}

int sized_fill(void *to, size_t size, const void *from, size_t own, struct frugal_error *reterr)
{
	int r = check(size, reterr);
	if (r < 0)
		return r;
	memset(to, 0, size);
	memcpy(to, from, size < own ? size : own);
	memcpy(to, &size, sizeof(size)); /* the first member of all of them */
	return 0;
}
