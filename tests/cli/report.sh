# The forms of others: each in its units, read back without a slip, and each seeded slip is found.
frugal run -q --zone FR --name seed -- true
python3 - <<'PY'
import os, sqlite3
db = sqlite3.connect(os.environ["FRUGAL_STORE"])
seed = db.execute("SELECT * FROM run").fetchone()
columns = [c[1] for c in db.execute("PRAGMA table_info(run)")]
DAY = 86400 * 10**6
def add(n, phase, kwh, hours, day):
    row = dict(zip(columns, seed), seq=100 + n, id=f"{n:016x}", project="p", phase=phase, machine="A machine, 4 cores", zone="FR", zone_is_default=0,
               duration_s=hours * 3600, started_us=day * DAY, ended_us=day * DAY + hours * 3600 * 10**6)
    db.execute(f"INSERT INTO run VALUES ({','.join('?' * len(columns))})", [row[c] for c in columns])
    for at, (figure, unit, value) in enumerate((("energy", "Wh", kwh * 1e3), ("carbon", "gCO2e", kwh * 50), ("embodied", "gCO2e", kwh * 10))):
        db.execute("INSERT INTO figure (run, at, name, perimeter, unit, value, low, high, quality, measured_share) VALUES (?,?,?,'share',?,?,?,?,0,0.8)",
                   (100 + n, at, figure, unit, value, value * .9, value * 1.2))
add(1, "development", 10, 10, 1); add(2, "training", 80, 48, 5); add(3, "inference", 10, 2, 11)
db.commit()
PY
for form in hf cyclonedx spdx gpai citation latex badge; do
	frugal report project=p --form $form --name "small & good" >$form.out || echo "status of $form"
done
frugal report project=p --form sci --units 1000 --unit request >sci.out
cat hf.out gpai.out citation.out sci.out; tail -1 latex.out
jq -c '.components[0] | [.name, (.modelCard.considerations.environmentalConsiderations.energyConsumptions[] | [.activity, .activityEnergyCost.value, .co2CostEquivalent.value])]' cyclonedx.out
jq -c '[."@graph"[].type, ."@graph"[2].ai_energyConsumption.ai_trainingEnergyConsumption[0].ai_energyQuantity, ."@graph"[2].ai_energyConsumption.ai_inferenceEnergyConsumption[0].ai_energyUnit]' spdx.out
python3 -c '
import xml.etree.ElementTree as tree
print([e.text for e in tree.parse("badge.out").getroot().iter("{http://www.w3.org/2000/svg}text")])'
for form in hf cyclonedx spdx gpai sci; do frugal report --check $form.out; echo "$?"; done
# Slips: kg for grams, MWh for kWh, t as kg, kWh as MWh, a PUE twice, another unit, a score of something else.
slip() { sed -E "$2" $1.out >slipped; frugal report --check slipped; echo "$?"; }
slip hf 's/emissions: 5000/emissions: 5/'
slip hf 's/emissions: 5000/emissions: 5000000/'
slip cyclonedx 's/"value": 80,/"value": 0.08,/'
slip cyclonedx 's/"value": 0.004,/"value": 4,/'
slip cyclonedx 's/"unit": "tCO2eq"/"unit": "kgCO2eq"/'
slip spdx 's/"ai_energyQuantity": 90,/"ai_energyQuantity": 0.09,/'
slip spdx 's/kilowattHour/megawattHour/'
slip gpai 's/MWh \| 0.0900/MWh | 90.0/'
slip gpai 's/MWh \| 0.0900/MWh | 0.117/'
slip sci 's/"I_g_per_kwh": 50/"I_g_per_kwh": 0.05/'
slip sci 's/"sci": 6/"sci": 60/'
frugal report --check hf.out --json | jq -c '[.form, .compared, .slips]'
printf -- '---\nco2_eq_emissions: 12.3\n---\n' >old.md; frugal report --check old.md; echo "$?"
bad() { frugal report "$@"; [ $? -ne 0 ] || echo "status of: $*"; }
bad project=p
bad --form hf
bad project=nobody --form hf
bad project=p --form sci
bad phase=inference --form gpai
echo 'nothing' >not.md; bad --check not.md
echo '{"a":1}' >not.json; bad --check not.json
echo '{' >not.json; bad --check not.json
printf -- '---\nco2_eq_emissions:\n  emissions: many\n---\n' >bad.md; bad --check bad.md
