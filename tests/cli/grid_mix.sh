# Intensity from generation by source: sum of power times factor, over the sum of power.
cat >mix.csv <<'T'
time_utc,Nuclear,Fossil Gas,Hydro Pumped Storage,FR,Waste
2026-01-05T00:00Z,60,30,-5,10,0
2026-01-05T01:00Z,80,20,10,-50,0
2026-01-05T02:00Z,80,,0,0,0
T
# (60*16 + 30*469 + 10*39) / 100, (80*16 + 20*469) / 100: exports and storage are left out; a gap.
frugal grid import mix.csv --zone BE --mix srren
frugal grid show BE --from 2026-01-05T00:00Z --to 2026-01-05T03:00Z --json | jq -c '[.slots[] | .g_per_kwh]'
# 30*370 / 90, 20*370 / 100: at the stack, what is made at home alone.
frugal grid import mix.csv --zone BE --mix direct
frugal grid show BE --scope direct --basis production --from 2026-01-05T00:00Z --to 2026-01-05T02:00Z --json |
	jq -c '[.slots[] | .g_per_kwh * 1000 | round]'
# A neighbour is at its intensity of zones.csv: (60*12 + 30*490 + 10*x) / 100.
frugal grid import mix.csv --zone LU --mix ar5
x=$(frugal grid show LU --from 2026-01-05T00:00Z --to 2026-01-05T01:00Z --json | jq '.slots[0].g_per_kwh')
frugal factors zones FR --json | jq -c "[.. | numbers] | any(fabs < 1e9 and ((720 + 14700 + 10 * .) / 100 - $x | fabs) < 1e-6)"
echo 'time_utc,Nuclear,Perpetual motion' >odd.csv
frugal grid import odd.csv --zone BE --mix srren; echo "exit $?"
echo '{}' >odd.json
frugal grid import odd.json --zone BE --mix srren; echo "exit $?"
# Factors over the life cycle make no direct intensity, whatever is asked.
frugal grid import mix.csv --zone BE --mix ar5 --scope direct; echo "exit $?"
# A source is counted once, under one name; the zone itself is no neighbour of its own.
for heads in "Gas,Fossil Gas" "gas,B04" "Wind,Wind Offshore" "Nuclear,DE"; do
	printf 'time_utc,%s\n2026-01-05T00:00Z,60,40\n' "$heads" >twice.csv
	frugal grid import twice.csv --zone DE --mix ar5; echo "exit $?"
done
# Two kinds of wind are two sources: 11 of ar5 on land, 12 at sea; peat and oil shale are two as well.
printf 'time_utc,Wind Onshore,Wind Offshore,B07,B08\n2026-01-05T00:00Z,60,40,0,0\n' >wind.csv
frugal grid import wind.csv --zone WIND --mix ar5 --quiet
frugal grid show WIND --basis production --from 2026-01-05 --to 2026-01-05T01:00Z --json | jq -c '[.slots[].g_per_kwh]'
