/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SPDX 3.0.1 with its AI profile: kWh. The profile requires a supplier, a place to download from, a
 * version, a time of release and two licences, which only people know: where they are not given
 * they are NOASSERTION, and the comment names them. Energies are decimals as text, as the format
 * writes them. What a phase without a role used counts as training.
 */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/json.h"
#include "base/num.h"

#define NOBODY "NOASSERTION"
#define NO_LICENCE "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"
#define CREATION "_:creationinfo"

struct bom {
	struct jsonw json;
	const struct form_subject *s;
	const char *urn;
};

/* ---- energy --------------------------------------------------------------------------------- */

/* A decimal of XML Schema has no exponent: "0.0000015", never "1.5e-06". */
static void add_decimal(struct buf *to, double x)
{
	char text[NUM_TEXT], digits[NUM_TEXT];
	size_t n = num_format(x, text), used = 0, point = 0;
	int exponent = 0;
	const char *e = memchr(text, 'e', n);
	if (!e) {
		buf_puts(to, text);
		return;
	}
	for (const char *p = text; p < e; p++)
		if (*p == '.')
			point = (size_t)(e - p) - 1;
		else
			digits[used++] = *p;
	int64_t power = 0;
	(void)num_parse_int(str_of(e[1] == '+' ? e + 2 : e + 1), -400, 400, &power);
	exponent = (int)power - (int)point;
	if (exponent >= 0) {
		buf_addf(to, "%.*s", (int)used, digits);
		for (int i = 0; i < exponent; i++)
			buf_putc(to, '0');
		return;
	}
	buf_puts(to, "0.");
	for (int i = (int)used; i < -exponent; i++)
		buf_putc(to, '0');
	buf_addf(to, "%.*s", (int)used, digits);
}

static bool covers_training(const char *phase)
{
	return !form_covers_tuning(phase) && !form_covers_use(phase);
}

static void put_use(struct bom *bom, const char *key, form_covers *covers)
{
	const struct form_use use = form_sum(bom->s, covers);
	struct buf text = {0};
	if (!(use.energy_kwh.value > 0))
		return;
	add_decimal(&text, use.energy_kwh.value);
	jsonw_array(&bom->json, key);
	jsonw_object(&bom->json, NULL);
	jsonw_string(&bom->json, "type", "ai_EnergyConsumptionDescription");
	jsonw_string(&bom->json, "ai_energyQuantity", buf_text(&text));
	jsonw_string(&bom->json, "ai_energyUnit", "kilowattHour");
	jsonw_object_end(&bom->json);
	jsonw_array_end(&bom->json);
	buf_release(&text);
}

/* ---- elements ------------------------------------------------------------------------------- */

/* An id of the document: "urn:uuid:...#model". */
static void put_id(struct bom *bom, const char *key, const char *part)
{
	struct buf text = {0};
	buf_addf(&text, "%s#%s", bom->urn, part);
	jsonw_string(&bom->json, key, buf_text(&text));
	buf_release(&text);
}

static void begin_element(struct bom *bom, const char *type, const char *part, const char *name)
{
	jsonw_object(&bom->json, NULL);
	jsonw_string(&bom->json, "type", type);
	put_id(bom, "spdxId", part);
	jsonw_string(&bom->json, "creationInfo", CREATION);
	if (name)
		jsonw_string(&bom->json, "name", name);
}

static void put_creation(struct bom *bom)
{
	struct jsonw *json = &bom->json;
	struct buf created = {0};
	jsonw_object(json, NULL);
	jsonw_string(json, "type", "CreationInfo");
	jsonw_string(json, "@id", CREATION);
	jsonw_string(json, "specVersion", "3.0.1");
	form_add_time(&created, bom->s->written_us, "%Y-%m-%dT%H:%M:%SZ");
	jsonw_string(json, "created", buf_text(&created));
	buf_release(&created);
	jsonw_array(json, "createdBy");
	put_id(bom, NULL, "tool");
	jsonw_array_end(json);
	jsonw_object_end(json);
	begin_element(bom, "SoftwareAgent", "tool", "frugal");
	jsonw_object_end(json);
}

/* What the profile requires and nobody stated; the end of the runs is then the time of release. */
static void add_unstated(struct buf *to, const struct form_stated *of)
{
	const struct {
		const char *value, *name;
	} required[] = {{of->supplier, "supplier"},
			{of->download, "download"},
			{of->model_version, "model-version"},
			{of->licence, "licence"},
			{of->released, "released: the end of the runs stands for it"}};
	const char *between = "; not stated: ";
	for (size_t i = 0; i < sizeof(required) / sizeof(*required); i++) {
		if (required[i].value)
			continue;
		buf_addf(to, "%s%s", between, required[i].name);
		between = ", ";
	}
}

static void put_package(struct bom *bom, const char *comment, const char *released)
{
	struct jsonw *json = &bom->json;
	const struct form_stated *of = &bom->s->stated;
	begin_element(bom, "ai_AIPackage", "model", bom->s->name);
	jsonw_string(json, "comment", comment);
	put_id(bom, "suppliedBy", "supplier");
	jsonw_string(json, "releaseTime", released);
	jsonw_string(json, "software_downloadLocation", of->download ? of->download : NOBODY);
	jsonw_string(json, "software_packageVersion",
		     of->model_version ? of->model_version : NOBODY);
	jsonw_string(json, "software_primaryPurpose", "model");
	jsonw_object(json, "ai_energyConsumption");
	jsonw_string(json, "type", "ai_EnergyConsumption");
	put_use(bom, "ai_trainingEnergyConsumption", covers_training);
	put_use(bom, "ai_finetuningEnergyConsumption", form_covers_tuning);
	put_use(bom, "ai_inferenceEnergyConsumption", form_covers_use);
	jsonw_object_end(json);
	jsonw_object_end(json);
}

static void put_licence(struct bom *bom, const char *relation, const char *part, bool is_stated)
{
	struct jsonw *json = &bom->json;
	begin_element(bom, "Relationship", part, NULL);
	put_id(bom, "from", "model");
	jsonw_string(json, "relationshipType", relation);
	jsonw_array(json, "to");
	if (is_stated)
		put_id(bom, NULL, "licence");
	else
		jsonw_string(json, NULL, NO_LICENCE);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_licences(struct bom *bom)
{
	const char *licence = bom->s->stated.licence;
	if (licence) {
		begin_element(bom, "simplelicensing_LicenseExpression", "licence", NULL);
		jsonw_string(&bom->json, "simplelicensing_licenseExpression", licence);
		jsonw_object_end(&bom->json);
	}
	put_licence(bom, "hasDeclaredLicense", "declared", licence != NULL);
	put_licence(bom, "hasConcludedLicense", "concluded", false);
}

static void put_document(struct bom *bom)
{
	static const char *const profiles[] = {"core", "software", "simpleLicensing", "ai"},
				 *const parts[] = {"tool",     "model",     "supplier",
						   "declared", "concluded", "licence"};
	struct jsonw *json = &bom->json;
	begin_element(bom, "SpdxDocument", "document", bom->s->name);
	jsonw_array(json, "rootElement");
	put_id(bom, NULL, "model");
	jsonw_array_end(json);
	jsonw_array(json, "element");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) - !bom->s->stated.licence; i++)
		put_id(bom, NULL, parts[i]);
	jsonw_array_end(json);
	jsonw_array(json, "profileConformance");
	for (size_t i = 0; i < sizeof(profiles) / sizeof(*profiles); i++)
		jsonw_string(json, NULL, profiles[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

/* "2026-11-30T00:00:00Z": the given day, or the end of the runs. */
static int add_release(struct buf *to, const struct form_subject *s, struct frugal_error *reterr)
{
	int64_t us;
	if (!s->stated.released) {
		form_add_time(to, s->to_us, "%Y-%m-%dT%H:%M:%SZ");
		return 0;
	}
	buf_addf(to, "%sT00:00:00Z", s->stated.released);
	if (to->failed || clock_utc_parse(buf_str(to), &us))
		return to->failed ? error_nomem(reterr) : 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a day"), s->stated.released);
	error_where(reterr, "%s", "released");
	return error_todo(reterr, "%s", "released=2026-11-30");
}

static int spdx(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct bom bom = {.json = {.out = to, .pretty = true}, .s = s};
	struct buf comment = {0}, released = {0}, urn = {0};
	int r = form_requires(s, form_covers_all, GROUP_ENERGY, reterr);
	if (r == 0)
		r = form_method(s, &s->all, form_covers_all, &comment, reterr);
	if (r == 0)
		r = add_release(&released, s, reterr);
	if (r == 0)
		r = form_add_urn(&urn, "spdx", s, reterr);
	if (r == 0) {
		bom.urn = buf_text(&urn);
		add_unstated(&comment, &s->stated);
		jsonw_object(&bom.json, NULL);
		jsonw_string(&bom.json, "@context",
			     "https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
		jsonw_array(&bom.json, "@graph");
		put_creation(&bom);
		put_package(&bom, buf_text(&comment), buf_text(&released));
		begin_element(&bom, s->stated.supplier ? "Organization" : "Agent", "supplier",
			      s->stated.supplier ? s->stated.supplier : NOBODY);
		jsonw_object_end(&bom.json);
		put_licences(&bom);
		put_document(&bom);
		jsonw_array_end(&bom.json);
		jsonw_object_end(&bom.json);
		buf_putc(to, '\n');
	}
	to->failed |= comment.failed;
	buf_release(&comment);
	buf_release(&released);
	buf_release(&urn);
	return r;
}

const struct form spdx_form = {
	.write = spdx,
	.figures = FORM_OF_ENERGY | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE | FORM_HAS_MODEL | FORM_HAS_RELEASED,
	.formats = {"json"},
	.keys = {"@graph"},
	.check_json = check_spdx,
};
