/* SPDX-License-Identifier: Apache-2.0 */
/* The headings of tables: what they state of unit, kind and scope, and which are zones. */
#include "check.h"

#include "grid/headings.h"

/* 900 lb/MWh are 900 * 453.59237 / 1000 g/kWh. */
TEST(a_heading_states_unit_kind_and_scope)
{
	static const struct {
		const char *text;
		double unit_g_per_kwh;
		int kind, scope; /* -1: not stated */
	} values[] = {
		{"g_per_kwh", 1, -1, -1},
		{"value", 0, -1, -1},
		{"CI", 0, -1, -1},
		{"co2_kg_per_kwh", 1000, -1, -1},
		{"kgCO2e/MWh", 1, -1, -1},
		{"tCO2/MWh", 1000, -1, -1},
		{"carbon_intensity_lbs_mwh", 0.45359237, -1, -1},
		{"MOER", 0.45359237, GRID_MARGINAL, GRID_DIRECT},
		{"AOER (lbs/MWh)", 0.45359237, GRID_AVERAGE, GRID_DIRECT},
		{"ci_direct_g_per_kwh", 1, -1, GRID_DIRECT},
		{"ci_lca_g_per_kwh", 1, -1, GRID_LIFECYCLE},
		{"Carbon intensity gCO₂eq/kWh (direct)", 1, -1, GRID_DIRECT},
		{"Carbon intensity gCO₂eq/kWh (Life cycle)", 1, -1, GRID_LIFECYCLE},
		{"Carbon Intensity gCO2eq/kWh (life cycle assessment)", 1, -1, GRID_LIFECYCLE},
		{"Actual Carbon Intensity (gCO2/kWh)", 1, -1, -1},
		{"marginal_emission_rate_g_per_kwh", 1, GRID_MARGINAL, -1},
		{"Taux de CO2 (g/kWh)", 1, -1, -1},
	};
	static const char *const unknown[] = {"load",
					      "price_eur_per_mwh",
					      "co2_kg",
					      "mwh",
					      "co2",
					      "carbon",
					      "health damage",
					      "electricity production value",
					      "consumption value",
					      "kg co2 per mwh lb",
					      "kg/kWh (g/kWh)",
					      "",
					      "carbon intensity of my heart",
					      "intensity (%)",
					      "value in $",
					      "value ($/kWh)",
					      "direct lifecycle intensity"};
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct heading is = heading_of(str_of(values[i].text));
		CHECK_INT(is.role, HEADING_VALUE);
		CHECK_CLOSE(is.unit_g_per_kwh, values[i].unit_g_per_kwh, 1e-12);
		CHECK_INT(is.has_kind ? (int)is.id.kind : -1, values[i].kind);
		CHECK_INT(is.has_scope ? (int)is.id.scope : -1, values[i].scope);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		CHECK_INT(heading_of(str_of(unknown[i])).role, HEADING_UNKNOWN);
	CHECK(heading_of(str_of("Forecast Carbon Intensity (gCO2/kWh)")).is_forecast);
	CHECK_INT(heading_of(str_of("Datetime (UTC)")).role, HEADING_TIME);
	CHECK(heading_of(str_of("Datetime (UTC)")).is_utc && !heading_of(str_of("time")).is_utc);
	CHECK_INT(heading_of(str_of("MOER version")).role, HEADING_LEFT_OUT);
}

TEST(a_column_is_a_zone_where_it_is_written_as_one)
{
	static const char *const zones[] = {"FR",      "NO2",   "DK-DK1",      "GB-region-12",
					    "IT_NORD", "DE_LU", "US-CAL-CISO", "CI"};
	static const char *const others[] = {
		"MOER",         "frequency",    "load",       "CO2",
		"GHG",          "fr",           "F",          "value",
		"Nuclear",      "Wind Onshore", "MOER_VALUE", "CARBON_INTENSITY",
		"LOAD_MW",      "GAS",          "OIL",        "MW",
		"FR_estimated", "DE_price",     "FR_LOAD",    "ES_MWH",
		"DE_GAS",       "FR-",          "SO2",        "CAISO_NORTH"};
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		CHECK(heading_is_zone(str_of(zones[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		CHECK(!heading_is_zone(str_of(others[i])));
}

RUN_TESTS(CASE(a_heading_states_unit_kind_and_scope),
	  CASE(a_column_is_a_zone_where_it_is_written_as_one))
