/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that the caller owns and frees with frugal_text_free. */
#include "api/inside.h"

int text_give(struct buf *text, char **ret_text, struct frugal_error *reterr)
{
	char *kept = text->failed ? NULL : mem_strndup(buf_text(text), text->n);
	buf_release(text);
	if (!kept)
		return error_nomem(reterr);
	*ret_text = kept;
	return 0;
}

void frugal_text_free(char *text)
{
	mem_free(text);
}
