# A trial: each share is a run, the forecast is stored, and the whole is compared with it.
cat >work.py <<'PY'
import sys, time
t = time.process_time()
while time.process_time() - t < 2 * float(sys.argv[1]): pass
print("the command's own words")
PY
frugal trial --sizes 4%,8%,16% --yes --json --project p --zone FR -- python3 work.py {} >answer 2>words
jq -c '{kind, sizes: (.runs | map(.size)), digits_of_id: (.id | length)}' answer
# Two seconds of one processor; it takes longer where others work. The forecast is near, and says how near.
jq -c '.duration_s | {near: (.value > 0.8 and .value < 5 * .actual), above_low: (.low < .value), below_high: (.value < .high), worked: (.actual > 1.95)}' answer
jq -c '{energy_wh, carbon_g} | map_values(.low < .value and .value < .high and .actual > 0)' answer
echo "own words: $(grep -c "own words" words)"
frugal runs --json --tag "trial:$(jq -r .id answer)" | jq -c 'map([.name, .project, .zone]) | sort'
python3 - <<'PY'
import json, os, sqlite3
answer = json.load(open("answer"))
for row in sqlite3.connect(os.environ["FRUGAL_STORE"]).execute("SELECT id, command, energy_wh, duration_h FROM forecast"):
    print(row[0] == answer["id"], row[1], abs(row[2] - answer["energy_wh"]["value"]) < 1e-12, abs(row[3] * 3600 - answer["duration_s"]["value"]) < 1e-9)
PY
# The list of earlier forecasts has the intervals that the trial gave, and those by the same meter.
frugal trial --past --json >past
jq -nc --slurpfile a answer --slurpfile b past '[("energy_wh", "carbon_g", "duration_s") as $f | ("value", "low", "high", "held_low", "held_high") as $k | ($a[0][$f][$k] / $b[0].forecasts[0][$f][$k] - 1 | fabs < 1e-9)] | [all, length]'
# So it has in words, with the decimal comma in French, columns under each other, and in the line under a run.
for lang in en fr; do frugal --lang $lang trial --sizes 4%,12% --repeat 2 -- python3 work.py {} >told 2>/dev/null; frugal --lang $lang trial --past >past; python3 - $lang <<'PY'
import re, sys
rows = [re.split("  +", line.strip()) for line in open("told") if re.match("  (energy|carbon|duration|énergie|carbone|durée)  ", line)]
past = [re.split("  +", line.strip()) for line in open("past") if re.match("  +(energy|carbon|duration|énergie|carbone|durée)  ", line)]
at = {line.index("(") for line in open("told") if line.startswith("  ") and "(" in line and "%" not in line.split("(")[0]}
mark = "," if sys.argv[1] == "fr" else "."
print(sys.argv[1], [row[:2] for row in rows] == [row[:2] for row in past[:3]], len(rows), len(at),
      all(re.search(rf"\d\{mark}\d\d\)$", row[2]) for row in rows))
PY
done
# Without a terminal the whole is not run: the forecast is all.
frugal trial --sizes 1%,2% --repeat 2 -- python3 work.py --x={} 2>&1 >/dev/null | tail -1 | sed 's/.*: //'
frugal trial --sizes 4%,12% --repeat 2 -- python3 work.py {} 2>/dev/null | grep -v '^other processes used' | sed -E 's/[0-9.,]+ [µm]?(Wh|g CO2e|s)( \[[^]]*\])?/N \1/g; s/[0-9.]+\)/N)/; s/  +/ /g'
bad() { frugal trial "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
bad -- python3 work.py 0.5
bad --sizes 1%,2% -- true {}
bad --sizes 2%,1%,3% -- true {}
bad --sizes 1%,2%,100% -- true {}
bad --sizes lots -- true {}
frugal trial -- sh -c 'exit 4 # {}'; echo "exit $?"
# Past forecasts are listed with their runs: the whole of --yes, and one that is run later by hand.
frugal run -q --zone FR -- python3 work.py 1.0
frugal run -q --zone SE -- python3 work.py 1
frugal run -q -- python3 work.py 0.01
frugal trial --past --json >past
jq -c '[.kind, (.forecasts | map([.command, (.wholes | length)]))]' past
# The last forecast before a run is its own; the carbon of another zone is not compared.
jq -c '.inside | {energy: .energy.of, carbon: .carbon.of, duration: .duration.of}' past
jq -c '.forecasts[] | .wholes[] | {energy: (.energy_wh.value > 0), inside_energy: (.energy_wh.inside | type), worked: (.duration_s.value > 1.95), inside_carbon: (.carbon_g.inside | type)}' past
frugal trial --past | sed -E 's/[0-9.,]+ [µm]?(Wh|g CO2e|s)( \[[^]]*\])?/N \1/g; s/^[0-9]{4}-[0-9-]+/DAY/; s/run [0-9a-f]+/run ID/; s/(in|out)side$/SIDE/; s/[0-9] of/N of/g; s/  +/ /g'
echo "told in a run without: $(frugal runs show last | grep -c forecast)"
frugal run -- python3 work.py 1.0 2>&1 | grep forecast | sed -E 's/[0-9.,]+ [µm]?(Wh|g CO2e|s)( \[[^]]*\])?/N \1/g; s/[0-9]{4}-[0-9-]+/DAY/; s/(in|out)side$/SIDE/'
echo "told in one that was forecast: $(frugal runs show last | grep -c 'forecast by a trial')"
bad --past true
FRUGAL_STORE=none.db frugal trial --past
# A command that takes its share and ignores it: no law of growth, and what it used is within the interval of the whole.
printf 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done\n' >ignores.sh
# A machine whose load changes between the three runs has a law of its own: then they are run again.
for turn in 1 2 3 4 5 6; do
	frugal trial --zone FR --sizes 10%,20%,40% -- sh ignores.sh {} 2>/dev/null >told
	grep -q 'to the power of' told || break
done
grep -c 'to the power of' told
grep -c 'the share makes no difference' told
for turn in 1 2 3 4 5 6; do
	frugal trial --zone FR --sizes 10%,20%,40% --json -- sh ignores.sh {} 2>/dev/null >told.json
	jq -e '.energy_wh.flat' told.json >/dev/null && break
done
jq -c '[.energy_wh.flat, .energy_wh.exponent, (.energy_wh.held_low <= ([.runs[].energy_wh] | min))]' told.json
