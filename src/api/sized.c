/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that grow at their end: a caller built with an older header has a shorter one. Only its
 * members are read or written; the others are zero.
 */
#include <stdalign.h>
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"

#define MOST_SIZE ((size_t)4096) /* no struct is this long: size was not set */

int copy_sized(const void *from, void *to, size_t to_size, const char *name,
	       struct frugal_error *reterr)
{
	size_t size;
	memcpy(&size, from, sizeof(size));
	if (size < sizeof(size) || size > MOST_SIZE || size % alignof(size_t) != 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("struct frugal_%s has the size %zu"), name,
			  size);
		return error_todo(reterr, _("set size to sizeof(struct frugal_%s)"), name);
	}
	for (size_t i = to_size; i < size; i++)
		if (((const char *)from)[i])
			return error_set(
				reterr, FRUGAL_EUSAGE,
				_("struct frugal_%s has members that frugal %s does not know"),
				name, frugal_version());
	memcpy(to, from, size < to_size ? size : to_size);
	memcpy(to, &to_size, sizeof(to_size));
	return 0;
}

int sized_fill(void *to, size_t size, const void *from, size_t own, struct frugal_error *reterr)
{
	if (size < sizeof(size) || size > MOST_SIZE) {
		error_set(reterr, FRUGAL_EUSAGE, _("a struct has the size %zu"), size);
		return error_todo(reterr, "%s", _("set size to the size of the struct"));
	}
	memset(to, 0, size);
	memcpy(to, from, size < own ? size : own);
	memcpy(to, &size, sizeof(size)); /* the first member of all of them */
	return 0;
}
