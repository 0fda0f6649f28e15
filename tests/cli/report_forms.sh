# The forms of sites, purchases and standards of AI: their numbers by hand (tests/cli/seed_forms.py).
frugal run -q --zone FR --name seed -- true
PYTHONPATH=$CASES python3 "$CASES/seed_forms.py"
# Per inference: 10 kWh * 1.2 / 1000 = 12 Wh; (600 + 100) g / 1000; 10 kWh * 0.3 L/kWh / 1000 = 3 mL.
frugal report project=p --form achat-ia --title "petit & bon" --units 1000 --journey 5 --pue 1.2 --wue 0.3L/kWh --renewable 60%
# A site without water, and one without renewable electricity: 0 is a value, and no "N/A".
frugal report project=p --form achat-ia --units 1000 --pue 1.2 --wue 0L/kWh --renewable 0% | sed -n '/^## Us/,/^## Centre/p' | grep -E 'renouvelable|refroidissement, m?L|WUE'
frugal report project=p --form datacentre --pue 1.2 --wue 0L/kWh --renewable 0% | jq -c '[.WUE_l_per_kwh, .W_IN_m3, .REF, .E_RES_TOT_kwh, .not_told]'
# A missing value has its reason; the runs include a PUE of 1.2 and it stays one: 12 kWh, not 14.4.
frugal report project=q --form achat-ia --lang en | sed -n '/^## Entr/,/^## Méthode/p'
# Where some runs hold the PUE and others do not, each is counted once: 12 and 12.
frugal report project=r --form achat-ia --pue 1.2 | grep '^| énergie totale'
# An option wins over what the runs were given: 12 kWh are 10 of machines, 13 with a PUE of 1.3.
frugal report project=q --form achat-ia --pue 1.3 | grep '^| énergie'
frugal report project=q --form cyclonedx --pue 1.3 | jq '[.. | .activityEnergyCost? | .value?] | add'
# Where a form has no place for what is said, it is refused and not ignored.
for said in "hf --wue 0.3L/kWh" "gpai --renewable 60%" "ai-energy-score --pue 1.2"; do
	frugal report project=p --form $said || echo "$?"
done
# E_DC / E_IT = 1.25; 2000 m3 / 8 GWh = 0.25 L/kWh; 1 of 10 GWh reused.
frugal report project=q --form datacentre --title north --it-energy 8GWh --site-energy 10GWh --water 2000m3 --reused 1GWh --renewable 80%
frugal report project=p --form datacentre --pue 1.2
# Consumer (500 + 100) g / 1000 requests; provider (4500 + 900) g over 1e18 FLOP, 3e9 tokens, 2e9 parameters.
frugal report project=p --form sci-ai --units 1000 --unit request --flop 1e18FLOP --tokens 3e9 --parameters 2e9 --counted gross --flop-method "6 x parameters x tokens"
frugal report project=score --form sci-ai --units 1000 | jq -c '[.provider, .provider_not_told]'
# 20 + ... + 29 = 245 Wh for 10 000 queries.
frugal report project=score --form ai-energy-score --units 10000 --task text-generation
frugal report project=modelled --form ai-energy-score --units 50 --task poetry | jq -c '[.gpu_energy_wh_per_1000_queries, .comparable, .not_comparable_because]'
frugal report project=nameless --form ai-energy-score --units 1000 --task text-generation | jq -c '[.hardware, .not_comparable_because]'
frugal report project=p --form boamps --task chatbot --tokens 3e9 --parameters 2e9 | sed -E 's/("report(Datetime|Id)": ").*"/\1NOW"/; s/frugal [0-9.]+[^:]*:/frugal V:/; s/("version": ").*"/\1V"/'
frugal report project=score --form boamps --task text-generation --units 10000 | jq -c '[.task.nbRequest, .task.taskStage, .measures[0].gpuTrackingMode, .infrastructure.components[1].nbComponent, (.environment.powerSourceCarbonIntensity | round), .quality]'
frugal report project=modelled --form boamps --task chatbot | jq -c '.environment | [.country, .location]'
for form in "achat-ia --units 10000 --pue 1.2" "datacentre --pue 1.2" "sci-ai --units 10000 --pue 1.2" \
	"ai-energy-score --units 10000 --task text-generation" "boamps --units 10000 --task text-generation --pue 1.2"; do
	frugal report project=score --form $form | grep -ciE 'conform|label|star|étoile'
done
bad() { frugal report "$@"; [ $? -ne 0 ] || echo "status of: $*"; }
bad project=p --form datacentre
bad project=p --form datacentre --pue 1.3 --it-energy 8GWh --site-energy 10GWh
bad project=p --form datacentre --it-energy 8GWh --site-energy 7GWh
bad project=p --form datacentre --pue 1.2 --it-energy 8GWh --wue 0.3L/kWh --water 2000m3
bad project=p --form datacentre --it-energy 8GWh --site-energy 10GWh --reused 11GWh
bad project=r --form achat-ia
bad project=p --form sci-ai
bad project=p --form sci-ai --flop 1e18FLOP
bad project=p --form ai-energy-score --units 10 --task text-generation
bad project=score --form ai-energy-score --task text-generation
bad project=score --form ai-energy-score --units 10000
bad project=p --form boamps
bad project=p --form achat-ia --pue 0.9
bad project=p --form achat-ia --renewable 60
bad project=p --form achat-ia --wue 0.3L
