/* SPDX-License-Identifier: Apache-2.0 */
/* Alone in its file: report/models.h and model/ask.h, which api/inside.h shows, share a name. */
#include "serve/mcp_model.h"

#include "report/models.h"

int mcp_describe(frugal_library *library, const char *name, const char *lang, struct buf *text,
		 struct buf *data, struct frugal_error *reterr)
{
	const struct frugal_model *model;
	struct jsonw json = {.out = data};
	int r = frugal_model_get(library, name, &model, reterr);
	if (r < 0)
		return r;
	model_text(text, model, lang);
	model_json(&json, model);
	return 0;
}
