# One group by every view and every form: no two values or intervals of one figure differ (tests/cli/one_figure.py).
PYTHONPATH=$CASES python3 "$CASES/one_figure.py"
# And no form slips when it is read back.
for form in hf cyclonedx spdx gpai sci achat-ia datacentre; do
	frugal report service=chat --form $form >$form.out && frugal report --check $form.out >found || cat found
done
frugal report service=chat --form boamps --task chatbot >boamps.out && frugal report --check boamps.out | cut -d: -f1
