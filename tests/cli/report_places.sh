# A value that a document has no field for is refused by its option, in every form and report alike.
for name in a b; do frugal run -q --name $name -- true; done
PYTHONPATH=$CASES python3 "$CASES/report_places.py"
frugal report name=a --flop 1e18FLOP || echo "exit $?"
frugal report last --pue 1.2 || echo "exit $?"
frugal report name=a name=b --units 3 || echo "exit $?"
# What a report takes is in it: its title, and in section 7 the facts of the site with where they are from.
frugal report name=a --title "Ours & theirs" --pue 1.3 --wue 0.2L/kWh --renewable 60% --format md | grep -E '^# |PUE|WUE|renew'
frugal report name=a --pue 1.3 --wue 0.2L/kWh --renewable 60% --lang fr --format md | grep -E '^- (PUE|WUE|part)'
# --check reads one file: it takes no runs, nothing that is written of them, and no form.
frugal report name=a --form hf >hf.md 2>hf.err || grep -o 'requires a training run' hf.err
frugal runs set last phase=training && frugal report last --form spdx >spdx.json
for more in "--form gpai" "--pue 1.2" "--project a" "--output x" "--less-is-better" "name=a"; do
	frugal report --check spdx.json $more || echo "exit $?"
done
# So does the list of earlier forecasts.
for more in "-p nope" "--sizes 1%" "--repeat 2" "--on A100" "--zones FR" "--zone FR" "--phase training" "--yes" "-- true"; do
	frugal trial --past $more || echo "exit $?"
done
