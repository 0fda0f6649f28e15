# Each phase has the zones of its own runs: data in France, training in California and Sweden, use somewhere.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, (project, phase, wh, zone) in enumerate([("p", "data", 1000, "FR"), ("p", "training", 2000, "US-CAL-CISO"), ("p", "training", 4000, "SE"),
        ("p", "inference", 500, None), ("us", "training", 100, "US-CAL-CISO"), ("us", "inference", 100, "US-NY-NYIS")], 1):
    runs.add(n, wh, g=wh / 10, embodied=1, at_s=n * 86400, project=project, phase=phase, zone=zone)
runs.keep()
PY
for form in cyclonedx cyclonedx-1.7; do
	frugal report project=p --form $form | jq -c '.. | .energyConsumptions? | select(.) | .[] |
		[.activity, .activityEnergyCost.value, (.energyProviders[] | [.organization.address.country, .energyProvided.value, .description])]'
done
# The measures of BoAmps have no place for a country: its environment names each once, the description those of each measure.
environment='[.environment.country, .environment.location, (.task.taskDescription | sub("^.*measures in order: "; ""))]'
frugal report project=p --form boamps --task chatbot | jq -c "$environment"
frugal report project=p,phase=data --form boamps --task chatbot | jq -c '[.environment.country, .environment.location]'
frugal report project=us --form boamps --task chatbot | jq -c "$environment"
# A model card has the place of the training that it covers, and not that of the use.
frugal report project=p --form hf | grep geographical
frugal report project=us,phase=training --form hf | grep geographical
