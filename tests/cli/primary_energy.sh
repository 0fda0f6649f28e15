# A kWh is 3.6 MJ itself: no model has less primary energy than electricity, in any zone.
python3 "$CASES/primary_energy.py"
frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=NO --draws 1 | grep -o 'pe .* absent .*'
frugal --lang fr estimate llm_request llm=gpt-4o output_tokens=400token zone=NO --draws 1 | grep -o 'usage_pe .* absent .*'
# A factor of the user's own is taken.
frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=NO criteria.pe=4MJ/kWh --draws 1 --json | jq -c '.figures[] | select(.name == "usage_pe") | .absent'
