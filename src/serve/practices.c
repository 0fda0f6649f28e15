/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/practices.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"

const char *const practices_stages[] = {"governance", "inception", "design",     "verification",
					"deployment", "operation", "validation", "re-evaluation",
					"retirement", NULL};

/* The place of the value of a field in a list; -1 without it. */
static int read_choice(struct request *request, const char *name, const char *const *list, int *ret,
		       struct frugal_error *reterr)
{
	const char *word = request_query(request, name);
	*ret = -1;
	if (!word)
		return 0;
	for (int i = 0; list[i]; i++)
		if (strcmp(list[i], word) == 0) {
			*ret = i;
			return 0;
		}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value of %s"), word, name);
	return error_where(reterr, "%s", name);
}

int practices_view_read(struct request *request, struct practices_view *ret,
			struct frugal_error *reterr)
{
	static const char *const rates[] = {"unknown", "low", "moderate", "high", NULL};
	int role, stage = -1;
	*ret = (struct practices_view){.gain = -1, .effort = -1};
	int r = read_choice(request, "role", audit_roles, &role, reterr);
	if (r == 0)
		r = read_choice(request, "stage", practices_stages, &stage, reterr);
	if (r == 0)
		r = read_choice(request, "gain", rates, &ret->gain, reterr);
	if (r == 0)
		r = read_choice(request, "effort", rates, &ret->effort, reterr);
	if (r < 0)
		return r;
	ret->role = role < 0 ? NULL : audit_roles[role];
	ret->stage = stage < 0 ? NULL : practices_stages[stage];
	ret->audit = (struct audit_view){.role = ret->role, .stage = stage};
	return 0;
}

static bool is_open(const struct audit_item *item)
{
	return item->answer == ANSWER_NONE || item->answer == ANSWER_NO;
}

bool practices_in_view(const struct audit_item *item, const struct practices_view *view)
{
	if (!audit_in_view(item, view->audit.role, view->audit.stage))
		return false;
	if (view->gain < 0 && view->effort < 0)
		return true;
	return is_open(item) && (view->gain < 0 || (int)item->gain == view->gain) &&
	       (view->effort < 0 || (int)item->effort == view->effort);
}

int practices_read(struct request *request, frugal_ledger **ret_ledger, frugal_audit **ret,
		   struct frugal_error *reterr)
{
	int r = request_ledger(request, ret_ledger, reterr);
	if (r < 0)
		return r;
	r = frugal_audit_read(*ret_ledger, request->rest, ret, reterr);
	return r == FRUGAL_EUSAGE ? request_refused(request, 404, reterr) : r;
}

bool practices_has_documents(const struct request *request)
{
	return request->may_write && request->http->peer == HTTP_PEER_SELF;
}

static int check_role(const char *role, struct frugal_error *reterr)
{
	for (const char *const *known = audit_roles; role && *known; known++)
		if (strcmp(*known, role) == 0)
			return 0;
	return role ? error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value of %s"), role, "role")
		    : 0;
}

/* Neither a folder nor a device, which may never end. */
static int check_document(struct request *request, const char *document,
			  struct frugal_error *reterr)
{
	struct stat about;
	if (!document)
		return 0;
	if (!practices_has_documents(request)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("a document is a file of the server's machine: only its user can name "
			    "it"));
		return request_refused(request, 403, reterr);
	}
	if (stat(document, &about) == 0 && S_ISREG(about.st_mode) && access(document, R_OK) == 0)
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, "%s",
			 _("the document is not a file that can be read"));
}

static int check_note(const char *note, struct frugal_error *reterr)
{
	return note && strlen(note) > PRACTICES_NOTE
		       ? error_set(reterr, FRUGAL_EUSAGE, _("the note has more than %d bytes"),
				   PRACTICES_NOTE)
		       : 0;
}

int practices_keep(struct request *request, frugal_ledger *ledger,
		   const struct frugal_practice_answer *answer, struct frugal_error *reterr)
{
	int r = check_role(answer->role, reterr);
	if (r == 0)
		r = check_note(answer->note, reterr);
	if (r == 0)
		r = check_document(request, answer->document, reterr);
	return r == 0 ? frugal_audit_answer(ledger, request->rest, answer, reterr) : r;
}
