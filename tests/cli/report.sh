# The forms of others: each in its units, read back without a slip, and each seeded slip is found.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
def add(n, phase, kwh, hours, day):
    runs.add(n, kwh * 1e3, g=kwh * 50, embodied=kwh * 10, low=.9, high=1.2, measured=.8, hours=hours, at_s=day * 86400, phase=phase, zone="FR")
add(1, "development", 10, 10, 1); add(2, "training", 80, 48, 5); add(3, "inference", 10, 2, 11)
runs.keep()
PY
for form in hf cyclonedx spdx gpai citation latex badge; do
	title=(--title "small & good"); case $form in hf|badge) title=();; esac
	frugal report project=p --form $form "${title[@]}" >$form.out || echo "status of $form"
done
frugal report project=p --form sci --units 1000 --unit request >sci.out
cat hf.out gpai.out citation.out sci.out; tail -1 latex.out
jq -c '.components[0] | [.name, (.modelCard.considerations.environmentalConsiderations.energyConsumptions[] | [.activity, .activityEnergyCost.value, .co2CostEquivalent.value])]' cyclonedx.out
jq -c '[."@graph"[].type, ."@graph"[2].ai_energyConsumption.ai_trainingEnergyConsumption[0].ai_energyQuantity, ."@graph"[2].ai_energyConsumption.ai_inferenceEnergyConsumption[0].ai_energyUnit]' spdx.out
python3 -c '
import xml.etree.ElementTree as tree
print([e.text for e in tree.parse("badge.out").getroot().iter("{http://www.w3.org/2000/svg}text")])'
for form in hf cyclonedx spdx gpai sci; do frugal report --check $form.out; echo "exit $?"; done
# Slips: kg for grams, MWh for kWh, t as kg, kWh as MWh, a PUE twice, another unit, a score of something else.
slip() { sed -E "$2" $1.out >slipped; frugal report --check slipped; echo "exit $?"; }
slip hf 's/emissions: 4500/emissions: 5/'
slip hf 's/emissions: 4500/emissions: 4500000/'
slip cyclonedx 's/"value": 80,/"value": 0.08,/'
slip cyclonedx 's/"value": 0.004,/"value": 4,/'
slip cyclonedx 's/"unit": "tCO2eq"/"unit": "kgCO2eq"/'
slip spdx 's/"ai_energyQuantity": "90",/"ai_energyQuantity": "0.09",/'
slip spdx 's/kilowattHour/megawattHour/'
slip gpai 's/MWh \| 0.0900/MWh | 90.0/'
slip gpai 's/MWh \| 0.0900/MWh | 0.117/'
slip sci 's/"I_g_per_kwh": 50/"I_g_per_kwh": 0.05/'
slip sci 's/"sci": 6/"sci": 60/'
frugal report --check hf.out --json | jq -c '[.form, .compared, .slips]'
printf -- '---\nco2_eq_emissions: 12.3\n---\n' >old.md; frugal report --check old.md; echo "exit $?"
# The list of forms is that of the table.
bad() { frugal report "$@" 2>refused; [ $? -ne 0 ] || echo "status of: $*"; sed -E "s/one of [^;]*;/one of FORMS;/" refused >&2; }
bad --form hf
bad project=nobody --form hf
bad project=p --form sci
bad phase=inference --form gpai
echo 'nothing' >not.md; bad --check not.md 2>&1 | sed 's|: hf, .*|: hf, ...|'
echo '{"a":1}' >not.json; bad --check not.json 2>&1 | sed 's|: hf, .*|: hf, ...|'
echo '{' >not.json; bad --check not.json
printf -- '---\nco2_eq_emissions:\n  emissions: many\n---\n' >bad.md; bad --check bad.md
# The GPAI form as JSON too, with its thresholds; a format that a form does not have is refused.
frugal report project=p --form gpai --format json --parameters 7e9 --flop 3e23FLOP >gpai.json
jq -c '.items[] | [.item, .value]' gpai.json | grep 'parameters\|threshold\|MWh'
frugal report --check gpai.json
sed 's/"0.0900"/"90.0"/' gpai.json >slipped; frugal report --check slipped; echo "exit $?"
bad project=p --form gpai --format csv
bad project=p --form spdx --format html
bad project=p --form badge --format html
# How a run ended is not run together with when it began.
frugal run -q --project ended -- sh -c 'exit 7'
frugal report last --format text | grep -c '^20[0-9-]*; .*; exit 7$'
