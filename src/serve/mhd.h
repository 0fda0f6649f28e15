/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of libmicrohttpd, for http.c alone: they are looked up by name, so that the program
 * starts without the library.
 */
#ifndef SERVE_MHD_H
#define SERVE_MHD_H

#include <microhttpd.h>

#include "base/error.h"

/* clang-format off */
#define MHD_FUNCTIONS(F) \
	F(start_daemon) F(quiesce_daemon) F(stop_daemon) F(queue_response) F(destroy_response) F(add_response_header) \
	F(create_response_from_buffer_with_free_callback_cls) F(create_response_from_callback) \
	F(create_response_from_buffer) \
	F(lookup_connection_value) F(get_connection_values_n) F(get_connection_info) \
	F(suspend_connection) F(resume_connection) F(create_post_processor) F(post_process) \
	F(destroy_post_processor) F(set_connection_option)
/* clang-format on */

struct mhd {
	void *library;
#define MHD_POINTER(name) __typeof__(MHD_##name) *name;
	MHD_FUNCTIONS(MHD_POINTER)
#undef MHD_POINTER
};

extern struct mhd mhd;

/* FRUGAL_EENV: it is not installed. */
int mhd_load(struct frugal_error *reterr);

#endif
