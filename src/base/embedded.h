/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the build embedded into the program; a list ends with NULL. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *name; /* "switches.bpf" */
	const char *text; /* terminated by a NUL that n does not count */
	size_t n;
};

extern const struct embedded_file embedded_bpf[]; /* in builds with FRUGAL_BPF */
extern const struct embedded_file embedded_notice[], embedded_license[];
extern const struct embedded_file embedded_styles[], embedded_scripts[]; /* of serve/files */
extern const struct embedded_file embedded_demo[];                       /* train_digits.py */

#endif
