/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service and the practices of frugal AI: the service is registered, a practice is answered, and
 * what is missing is listed. Its runs are taken in from standard input.
 *
 *	frugal runs export | ./audit
 */
#include <stdio.h>
#include <string.h>

#include <frugal.h>

static int read_input(void *context, char *to, size_t size, size_t *ret_n,
		      struct frugal_error *error)
{
	(void)context;
	(void)error;
	*ret_n = fread(to, 1, size, stdin);
	return 0;
}

/* What the service is, what one of its units is, and how many of them a month had. */
static int enter(frugal_ledger *ledger, struct frugal_error *error)
{
	const char *const facts[] = {"need=answers to staff", "target=accuracy>=0.9",
				     "unit=answer"};
	const struct frugal_practice_answer answer = {
		.size = sizeof(answer), .practice = "BP02", .answer = "yes", .role = "team"};
	int r = frugal_ledger_import(ledger, "standard input", read_input, NULL, NULL, NULL, error);
	if (r == 0)
		r = frugal_service_set(ledger, "chat", facts, 3, error);
	if (r == 0)
		r = frugal_service_use(ledger, "chat", "2026-11", 100, 80, error);
	if (r == 0)
		r = frugal_audit_answer(ledger, "service=chat", &answer, error);
	return r;
}

static int show_month(frugal_ledger *ledger, struct frugal_error *error)
{
	struct frugal_service_month month = {.size = sizeof(month)};
	frugal_service *service = NULL;
	int r = frugal_service_read(ledger, "chat", &service, error);
	if (r == 0)
		r = frugal_service_month(service, 0, &month, error);
	if (r == 0)
		printf("%s: %g answers, %.2g g each\n", month.month, month.units,
		       month.unit_g.value);
	frugal_service_free(service);
	return r;
}

static int show_audit(frugal_ledger *ledger, struct frugal_error *error)
{
	struct frugal_audit_score score = {.size = sizeof(score)};
	struct frugal_practice practice = {.size = sizeof(practice)};
	const char *name, *missing;
	frugal_audit *audit = NULL;
	size_t i;
	int r = frugal_audit_read(ledger, "service=chat", &audit, error);
	if (r == 0)
		r = frugal_audit_score(audit, &score, error);
	for (i = 0; r == 0 && i < score.practices; i++) {
		r = frugal_audit_practice(audit, i, &practice, error);
		if (r == 0 && strcmp(practice.stated, "none") != 0)
			printf("%s: %s, %s\n", practice.id, practice.answer, practice.evidence);
	}
	for (i = 0; r == 0 && frugal_audit_gate(audit, i, &name, &missing) == 0; i++)
		printf("%s: %s\n", name, missing ? missing : "open");
	if (r == 0)
		printf("%s\n", score.complete ? "complete" : "not complete");
	frugal_audit_free(audit);
	return r;
}

int main(void)
{
	const struct frugal_options options = {.size = sizeof(options), .store = "example.db"};
	struct frugal_error error = {0};
	frugal_library *library = NULL;
	frugal_ledger *ledger = NULL;
	int r = frugal_library_new(&options, &library, &error);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, &error);
	if (r == 0)
		r = enter(ledger, &error);
	if (r == 0)
		r = show_month(ledger, &error);
	if (r == 0)
		r = show_audit(ledger, &error);
	if (r < 0)
		fprintf(stderr, "%s (%s): %s\n", error.what, error.where, error.todo);
	frugal_ledger_close(ledger);
	frugal_library_free(library);
	return -r;
}
