/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that grow at their end: a caller built with an older header has a shorter one. Only its
 * members are read or written; the others are zero. Lists and moments of the caller are checked
 * here too; the ranges of numbers are those of record/ranges.h.
 */
#include <stdalign.h>
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "record/ranges.h"

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

int check_list(const void *list, size_t n, const char *name, struct frugal_error *reterr)
{
	if (n && !list)
		return missing_argument(name, reterr);
	if (n > LIST_MOST)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s has more than %d entries"), name,
				 LIST_MOST);
	return 0;
}

int check_texts(const char *const *texts, size_t n, const char *name, struct frugal_error *reterr)
{
	int r = check_list((const void *)texts, n, name, reterr);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (!texts[i])
			r = missing_argument(name, reterr);
	return r;
}

int check_moment(int64_t s, const char *name, struct frugal_error *reterr)
{
	if (s >= -MOMENT_MOST && s <= MOMENT_MOST)
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, _("%s is beyond the year 9999"), name);
}
