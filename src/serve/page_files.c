/* SPDX-License-Identifier: Apache-2.0 */
/* The style and the script of all pages, as they are in files/. */
#include "base/embedded.h"
#include "serve/routes.h"

static int send_file(const struct embedded_file *file, const char *media, struct http_reply *reply)
{
	reply->status = 200;
	reply->media = media;
	buf_add(&reply->body, file->text, file->n);
	return 0;
}

int page_files_style(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	(void)request, (void)reterr;
	return send_file(&embedded_styles[0], "text/css; charset=utf-8", reply);
}

int page_files_script(struct request *request, struct http_reply *reply,
		      struct frugal_error *reterr)
{
	(void)request, (void)reterr;
	return send_file(&embedded_scripts[0], "text/javascript; charset=utf-8", reply);
}
