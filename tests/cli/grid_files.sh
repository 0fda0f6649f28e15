# Files as they are found: what is doubtful is said or refused, with the moment; gaps are counted.
export FRUGAL_GRID="$PWD/grid"
values() { frugal grid show "$@" --json | jq -c '[.slots[] | [.seconds, .g_per_kwh, .estimated]]'; }
# Hours, then quarters: (24 * 100 + 24 * 200) / 48, without gaps.
python3 - >switch.csv <<'PY'
print("time_utc,g_per_kwh")
for h in range(24): print(f"2025-09-30T{h:02}:00Z,100")
for q in range(96): print(f"2025-10-01T{q // 4:02}:{15 * (q % 4):02}Z,200")
PY
frugal grid import switch.csv --zone BE
frugal grid show BE --from 2025-09-30 --to 2025-10-02 | tail -1
# Marks of missing values are counted; a decimal comma needs another separator.
printf 'time_utc;g_per_kwh\n2026-01-01T00:00Z;100,5\n2026-01-01T01:00Z;n/e\n2026-01-01T02:00Z;-\n' >marks.csv
frugal grid import marks.csv --zone FR
frugal grid import marks.csv --zone FR --json | jq -c '.[0] | [.slots, .changed, .gaps, .warnings]'
printf 'time_utc,g_per_kwh\n2026-01-01T00:00Z,"100,5"\n' >comma.csv
frugal grid import comma.csv --zone FR; echo "exit $?"
# An estimate does not replace a measured value, nor does a gap.
printf 'time_utc,g_per_kwh,estimated\n2025-10-26T00:00Z,100,false\n2025-10-26T01:00Z,110,false\n' >measured.csv
printf 'time_utc,g_per_kwh,estimated\n2025-10-26T00:00Z,150,true\n2025-10-26T01:00Z,,false\n2025-10-26T02:00Z,160,true\n' >estimated.csv
frugal grid import measured.csv --zone DE
frugal grid import estimated.csv --zone DE
values DE --from 2025-10-26 --to 2025-10-26T03:00Z
# A service gives a half hour twice.
cat >twice.json <<'J'
{"data":[{"from":"2021-04-19T19:00Z","to":"2021-04-19T19:30Z","intensity":{"actual":248}},
{"from":"2021-04-19T19:00Z","to":"2021-04-19T19:30Z","intensity":{"actual":221}}]}
J
frugal grid import twice.json
frugal grid import twice.json --quiet
frugal grid import twice.json --json | jq -c '.[0].warnings'
# Local time in autumn and in spring; kilograms; contradicting words.
printf 'time,value\n2025-10-26 01:00,10\n2025-10-26 02:00,20\n2025-10-26 02:00,30\n' >autumn.csv
frugal grid import autumn.csv --zone BE; echo "exit $?"
printf 'time,value\n2026-03-29 00:00,10\n2026-03-29 01:00,20\n2026-03-29 03:00,30\n' >spring.csv
frugal grid import spring.csv --zone SPRING
printf 'timestamp,value\n2025-01-01T00:00Z,0.4\n2025-01-01T01:00Z,0.5\n' >kilograms.csv
frugal grid import kilograms.csv --zone KG; echo "exit $?"
sed 's/value/kg_per_kwh/' kilograms.csv >unit.csv
frugal grid import unit.csv --zone KG
values KG --from 2025-01-01 --to 2025-01-01T02:00Z
printf 'timestamp,MOER,MOER version,frequency\n2025-01-01T00:00:00+00:00,1000,3.0,300\n' >moer.csv
frugal grid import moer.csv --zone CAISO_NORTH
frugal grid import moer.csv --zone CAISO_NORTH --kind average; echo "exit $?"
frugal grid import moer.csv; echo "exit $?"
printf 'time_utc,FR,load\n2026-01-01T00:00Z,100,5\n' >load.csv
frugal grid import load.csv; echo "exit $?"
frugal grid import load.csv --zone XX; echo "exit $?"
printf '[{"location":"eastus","time":"2026-03-02T00:00Z","rating":65,"duration":"01:00:00"}]' >sdk.json
frugal grid import sdk.json
frugal grid import sdk.json --kind marginal
# A stopped plant draws power, storage is silent for an hour: within the factors, and no gap.
printf 'time_utc,Nuclear,Fossil Gas,Hydro Pumped Storage\n2026-01-05T00:00Z,-34,40,n/e\n2026-01-05T01:00Z,-50,40,\n' >mix.csv
frugal grid import mix.csv --zone MIX --mix ar5
values MIX --basis production --from 2026-01-05 --to 2026-01-05T02:00Z
# Slots that overlap with two values: a table is refused, a service is warned of.
printf 'start_utc,end_utc,g_per_kwh\n2025-01-01T00:00Z,2025-01-01T02:00Z,102\n2025-01-01T01:00Z,2025-01-01T03:00Z,100\n' >overlap.csv
frugal grid import overlap.csv --zone OVER; echo "exit $?"
sed 's/,100$/,102/' overlap.csv >alike.csv
frugal grid import alike.csv --zone OVER
printf '[{"location":"l","time":"2026-03-02T00:00Z","rating":65,"duration":"02:00:00"},{"location":"l","time":"2026-03-02T01:00Z","rating":75,"duration":"02:00:00"}]' >overlap.json
frugal grid import overlap.json --kind marginal
