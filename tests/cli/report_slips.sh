# The newer forms read back: as written they hold no slip, and each seeded slip is found and named.
frugal run -q --zone FR --name seed -- true
PYTHONPATH=$CASES python3 "$CASES/seed_forms.py"
report() { form=$1; shift; frugal report "$@" --form "$form" >"$form.out" || echo "status of $form"; }
report achat-ia project=p --units 1000 --journey 5 --pue 1.2 --wue 0.3L/kWh --renewable 60%
report datacentre project=p --it-energy 8GWh --site-energy 10GWh --water 2000m3 --reused 1GWh --renewable 80%
report sci-ai project=p --units 1000 --flop 1e18FLOP --tokens 3e9 --counted effective
report ai-energy-score project=score --units 10000 --task text-generation
report boamps project=p --task chatbot --parameters 2e9
for form in achat-ia datacentre sci-ai ai-energy-score boamps; do frugal report --check $form.out; echo "exit $?"; done
# With less given, and with the runs' own PUE, nothing slips either.
frugal report project=q --form achat-ia >bare; frugal report --check bare
frugal report project=p --form datacentre --pue 1.2 >bare; frugal report --check bare
frugal report last --form achat-ia >bare; frugal report --check bare
slip() {
	sed -E "$2" "$1.out" >slipped
	cmp -s slipped "$1.out" && echo "no such text: $2"
	frugal report --check slipped; echo "exit $?"
}
echo "# achat-ia: g for kg, Wh for kWh, a PUE below 1, a PUE twice, mL for L, a share beyond the whole, Wh as kWh, kg as g, a journey of another length"
slip achat-ia 's/(électricité, kgCO2e \|) 5,40/\1 5400/'
slip achat-ia 's/(avec le site, kWh \|) 108/\1 108000/'
slip achat-ia 's/PUE \| 1,20/PUE | 0,83/'
slip achat-ia 's/(avec le site, kWh \|) 108/\1 130/'
slip achat-ia 's/(refroidissement, L \|) 3,00/\1 3000/'
slip achat-ia 's/(renouvelable, % \|) 60,0/\1 160/'
slip achat-ia 's/(une inférence : énergie, Wh \|) 12,0/\1 0,0120/'
slip achat-ia 's/(une inférence : gaz .*, gCO2e \|) 0,700/\1 0,000700/'
slip achat-ia 's/(parcours type : énergie, Wh \|) 60,0/\1 12,0/'
echo "# datacentre: L/kWh for m3/kWh, MWh for kWh, a PUE below 1, a PUE twice, a share beyond the whole, m3 for L"
slip datacentre 's/(WUE_m3_per_kwh": )0.00025/\10.25/'
slip datacentre 's/(E_DC_kwh": )10000000/\110000/'
slip datacentre 's/(PUE": )1.25/\10.8/'
slip datacentre 's/(PUE": )1.25/\11.5625/'
slip datacentre 's/(ERF": )0.1/\110/'
slip datacentre 's/(REF": )0.8/\180/'
slip datacentre 's/(W_IN_m3": )2000/\12000000/'
echo "# sci-ai: not (E * I + M) / R, per thousand, kg/kWh, Wh for kWh, both added up"
slip sci-ai 's/("sci": )0.6,/\10.5,/'
slip sci-ai 's/("sci": )1.8e-06/\11.8e-03/'
slip sci-ai 's/(I_g_per_kwh": )50/\10.05/'
slip sci-ai 's/(E_kwh": )10,/\110000,/'
slip sci-ai 's/("model")/"sci": 6.0, \1/'
echo "# ai-energy-score: kWh for Wh, of one query, another unit"
slip ai-energy-score 's/(per_1000_queries": )24.5/\10.0245/'
slip ai-energy-score 's/(wh_per_run": )24.5/\124500/'
slip ai-energy-score 's/("units": )"Wh"/\1"kWh"/'
slip ai-energy-score 's/(queries_per_run": )1000/\110/'
echo "# what the protocol's own tools write"
echo '{"units": "Wh", "total": 24.5, "preprocess_wh": 0.5, "prefill_wh": 4, "decode_wh": 20}' >summary.out
frugal report --check summary.out; echo "exit $?"
slip summary 's/24.5/0.0245/'
slip summary 's/"Wh"/"kWh"/'
echo "# gpai: kWh for MWh, in the item alone or with the method; hours for days; in JSON too"
report gpai project=p
slip gpai 's/(training, MWh \|) 0.0900/\1 90/'
slip gpai 's/(training, MWh \|) 0.0900/\1 90/; s/ 90 kWh/ 90000 kWh/'
slip gpai 's/(hardware-days \|) 2.42/\1 0.00242/'
frugal report project=p --form gpai --json >gpai.json; sed -E 's/"0.0900"/"90"/; s/ 90 kWh/ 90000 kWh/' gpai.json >slipped
frugal report --check gpai.json; frugal report --check slipped
echo "# boamps: Wh for kWh, hours for seconds, kg/kWh, parameters one by one, another unit, a share beyond the whole"
slip boamps 's/(powerConsumption": )80/\180000/'
slip boamps 's/(measurementDuration": )172800/\148/'
slip boamps 's/(CarbonIntensity": )50/\10.05/'
slip boamps 's/(parametersNumber": )2/\12000000000/'
slip boamps 's/("powerConsumption": 80)/\1, "unit": "Wh"/'
slip boamps 's/("nbComponent": 1)/\1, "share": 50/'
echo "# values outside their intervals: achat-ia, sci-ai, ai-energy-score"
slip achat-ia 's/(une inférence : énergie, Wh \| 12,0 \|) [^|]*/\1 10800 à 14400 /'
slip sci-ai 's/("sci_low": )[0-9.]+,/\1900,/'
slip ai-energy-score 's/("high": )[0-9.]+/\11/'
echo "# hf, cyclonedx, sci: carbon below 0, of 0, energies and carbon a thousandfold, an energy of 0"
for form in hf cyclonedx; do report $form project=p; frugal report --check $form.out; done
report sci project=p --units 1000
frugal report --check sci.out
slip hf 's/(emissions: )[0-9.]+/\1-4.88e-06/'
slip hf 's/(emissions: )[0-9.]+/\10/'
slip cyclonedx 's/("value": )([0-9.e-]+)(,?)$/\1\2e3\3/'
slip sci 's/("E_kwh": )[0-9.]+/\10/'
echo "# spdx: a decimal may be a number too"
report spdx project=p
slip spdx 's/(ai_energyQuantity": )"90"/\190.0/'
slip spdx 's/(ai_energyQuantity": )"90"/\1"90000.0"/'
# The example of SCI for AI that its specification prints as 0.13 g per million tokens is 0.13 g per thousand.
echo '{"consumer": {"sci": 1.3e-7, "R": "token", "R_count": 5e10, "E_kwh": 1.3e4, "I_g_per_kwh": 384.6153846, "M_g": 1.5e6}, "provider": null}' >gsf.json
frugal report --check gsf.json; echo "exit $?"
# In JSON each slip has a kind that is the same in every language; "found" has the same lines in one text.
printf '%s' '{"sci": 100, "R_count": 10, "E_kwh": 1, "I_g_per_kwh": 5e4, "M_g": 0}' >two.json
for lang in en fr; do frugal --lang $lang report --check two.json --json | jq -c '[.slips, [.findings[].kind], ((.findings | map(.text) | join("\n")) + "\n" == .found)]'; done
frugal report --check two.json --json | jq -r '.findings[].text'
# Forms for people are not read back.
for form in citation latex badge; do frugal report project=p --form $form >people; frugal report --check people 2>refused; echo "exit $?"; sed -E "s/one of [^;]*;/one of FORMS;/" refused; done
# In French with a decimal comma.
frugal --lang fr report --check two.json | grep -o '[0-9,]*$'
frugal --lang fr report project=p --form datacentre --pue 1.3 --it-energy 8GWh --site-energy 10GWh 2>&1 | grep -o '1,[0-9]*'
