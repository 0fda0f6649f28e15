# The present hour of a zone comes before its year: 10 g/kWh, where France has 44.18 in its newest year and 78.81 in 2022.
export FRUGAL_GRID="$PWD/grid" FRUGAL_SENSORS='exec:while :; do echo node 100 W; sleep 0.1; done'
. "$CASES/hours.bash"
hours_around 10 >hours.csv
printf 'time_utc,g_per_kwh\n2020-01-01T00:00Z,300\n2020-01-01T01:00Z,300\n' >old.csv
for zone in FR ZZTOP; do frugal grid import hours.csv --zone $zone --kind average --scope lifecycle; done
frugal grid import old.csv --zone DE --kind average --scope lifecycle
intensity() { jq -c '[.zone, .zone_default, (.g_co2e_per_h / .machine_w * 1e5 | round / 100)]'; }
for zone in FR France FR:2022 ZZTOP; do frugal top --json --times 1 --interval 0.2s --zone $zone | intensity; done
# What run says in the same minute.
FRUGAL_SENSORS='gpu:A100 SXM4 80GB' frugal run --zone FR -- sleep 0.5 2>&1 | grep -o 'FR, 10.0 g CO2e/kWh'
# Hours that do not reach until now leave the year; the default, the world, has no hours.
frugal top --json --times 1 --interval 0.2s --zone DE | intensity | tee de
FRUGAL_GRID="$PWD/none" frugal top --json --times 1 --interval 0.2s --zone DE | intensity | cmp - de && echo "the year"
frugal top --json --times 1 --interval 0.2s | jq -c '[.zone, .zone_default]'
