# Runs without a zone have the world average, which what is for people names beside the zones of other runs.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, (project, phase, wh, zone) in enumerate([("mixed", "training", 1000, "FR"), ("mixed", "training", 4000, None), ("mixed", "inference", 500, "SE"),
        ("zoned", "training", 1000, "FR"), ("open", "training", 1000, None)], 1):
    runs.add(n, wh, g=wh / 10, embodied=1, at_s=n * 86400, project=project, phase=phase, zone=zone)
runs.keep()
PY
electricity() { grep -oE "with the electricity of .* this|avec l'électricité de .* cela|electricity: .*\.$|électricité.:.*\.$"; }
for project in mixed zoned open; do
	for language in en fr; do
		frugal report project=$project --form citation --lang $language | electricity
		frugal report project=$project --form latex --lang $language | electricity
		frugal report project=$project --lang $language | electricity
		frugal report project=$project --lang $language | grep -E 'world average$|moyenne mondiale$'
	done
	frugal report project=$project --form achat-ia | grep 'zone électrique'
	frugal report project=$project --form datacentre --pue 1.2 | jq .zone
done
