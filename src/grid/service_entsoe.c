/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ENTSO-E Transparency: actual generation by type (A75), asked by the code of a bidding zone. Its
 * answers are XML (read_xml.c); one without hours may come as an error 400.
 */
#include "base/clock.h"
#include "grid/service.h"

static int entsoe_url(const struct grid_page *page, const char *key, struct buf *to,
		      struct frugal_error *reterr)
{
	const char *area;
	int r = grid_reader_area(page->reader, page->asked->zone, &area, reterr);
	if (r < 0)
		return r;
	buf_addf(to, "%s?documentType=A75&processType=A16&in_Domain=", page->base);
	url_add_escaped(to, area);
	buf_puts(to, "&periodStart=");
	url_add_time(to, page->from_s, "%Y%m%d%H%M");
	buf_puts(to, "&periodEnd=");
	url_add_time(to, page->to_s, "%Y%m%d%H%M");
	buf_puts(to, "&securityToken=");
	url_add_escaped(to, key);
	return 0;
}

const struct grid_service grid_service_entsoe = {
	.name = "entsoe",
	.base = "https://web-api.tp.entsoe.eu/api",
	.key = "securityToken",
	.variable = "FRUGAL_KEY_ENTSOE",
	.page_s = 30 * SECONDS_PER_DAY,
	.align_s = SECONDS_PER_HOUR,
	.mix_only = true,
	.no_data_status = 400,
	.url = entsoe_url,
};
