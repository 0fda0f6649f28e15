/* SPDX-License-Identifier: Apache-2.0 */
/* What the figures rest on: the methods, the tables, the licences; and what this server uses. */
#include "base/intl.h"
#include "serve/routes.h"
#include "serve/web.h"

#include <sys/resource.h>
#include <time.h>

static void add_server(struct request *request, struct buf *b)
{
	struct server *server = request->server;
	struct rusage use = {0};
	(void)getrusage(RUSAGE_SELF, &use);
	double cpu_s = (double)use.ru_utime.tv_sec + (double)use.ru_stime.tv_sec +
		       1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
	html(b, "<section aria-labelledby=\"h-server\"><h2 id=\"h-server\">%s</h2>\n<dl>",
	     _("This server"));
	html(b, "<dt>%s</dt><dd>%lld s</dd>", _("running for"),
	     (long long)(time(NULL) - server->started_s));
	html(b, "<dt>%s</dt><dd>%.2f s</dd>", _("processor time"), cpu_s);
	html(b, "<dt>%s</dt><dd>%.1f MB</dd>", _("memory, at most"), (double)use.ru_maxrss / 1024);
	html(b, "<dt>%s</dt><dd>%llu</dd>", _("requests"),
	     (unsigned long long)atomic_load(&server->requests));
	html(b, "<dt>%s</dt><dd>%.1f kB</dd>", _("bytes sent"),
	     (double)atomic_load(&server->bytes) / 1000);
	html(b, "</dl></section>\n");
}

static int add_methods(struct request *request, struct buf *b, frugal_library *library,
		       struct frugal_error *reterr)
{
	const struct frugal_model_head *const *heads;
	int r = frugal_models(library, &heads, reterr);
	if (r < 0)
		return r;
	html(b, "<section aria-labelledby=\"h-methods\"><h2 id=\"h-methods\">%s</h2>\n",
	     _("Methods"));
	html(b,
	     "<table class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption>"
	     "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
	     "scope=\"col\">%s</th>"
	     "<th role=\"columnheader\" scope=\"col\">%s</th>"
	     "<th role=\"columnheader\" scope=\"col\">%s</th></tr></thead><tbody "
	     "role=\"rowgroup\">\n",
	     _("Methods"), _("method"), _("question"), _("title"));
	for (size_t i = 0; heads[i]; i++)
		html(b,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>"
		     "<td role=\"cell\">%s</td><td role=\"cell\">%s</td></tr>\n",
		     heads[i]->name, heads[i]->families[0] ? heads[i]->families[0] : "",
		     request->lang_index == LANG_FR ? heads[i]->title_fr : heads[i]->title);
	html(b, "</tbody></table></section>\n");
	return 0;
}

static int add_tables(struct buf *b, frugal_library *library, struct frugal_error *reterr)
{
	const char *const *names;
	int r = frugal_tables(library, &names, reterr);
	if (r < 0)
		return r;
	html(b,
	     "<section aria-labelledby=\"h-tables\"><h2 id=\"h-tables\">%s</h2>\n<ul "
	     "class=\"lnk\">",
	     _("Tables of facts"));
	for (size_t i = 0; names[i]; i++) {
		const frugal_table *table;
		r = frugal_table_get(library, names[i], &table, reterr);
		if (r < 0)
			return r;
		html(b, "<li>%s <span class=\"s\">%u %s</span></li>", names[i],
		     frugal_table_rows(table), _("rows"));
	}
	html(b, "</ul></section>\n");
	return 0;
}

int page_about_page(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library;
	struct buf *b = &reply->body;
	int r = request_library(request, &library, reterr);
	if (r < 0)
		return r;
	web_begin(request, reply, _("About frugal"), "/about");
	html(b, "<p class=\"lead\">%s</p>\n",
	     _("Every figure has its method, its sources and its interval; what is missing is not "
	       "zero."));
	html(b, "<div class=\"g g2\">\n");
	add_server(request, b);
	r = add_tables(b, library, reterr);
	if (r == 0)
		r = add_methods(request, b, library, reterr);
	if (r < 0)
		return r;
	html(b, "<section class=\"w\" aria-labelledby=\"h-licence\"><h2 id=\"h-licence\">%s</h2>\n",
	     _("Licences"));
	html(b,
	     "<details><summary>%s</summary><pre class=\"m\" "
	     "tabindex=\"0\">%s</pre></details></section></div>\n",
	     _("the licences of the program and its data"), frugal_notice());
	web_end(request, reply);
	return 0;
}
