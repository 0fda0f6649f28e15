# Tokens that a cache holds, answers without tokens, too many of them, and sizes that are not published.
ask() { command frugal estimate llm_request active_parameters=8e9 batch=32 gpus=1 zone.intensity=100g/kWh --draws 1 --json "$@"; }
line() { jq -r --arg name "$1" '.derivation.lines[] | select(.name == $name) | .value'; }
# Of 10 000 tokens 9 000 are read at a tenth: the energy of 10 000 - 9 000 + 900 = 1 900 tokens, and that of
# writing, which sees all of them.
ask output_tokens=100 input_tokens=10000 cached_tokens=9000 cached_share=0.1 >cached
ask output_tokens=100 input_tokens=10000 >fresh
for of in cached fresh; do
	tokens=10000; [ $of = cached ] && tokens=1900
	awk -v reading="$(line reading <$of)" -v one="$(line prompt_energy <$of)" -v tokens=$tokens \
		'BEGIN { r = reading / (one * tokens); print (r > 0.999999 && r < 1.000001 ? "as by hand" : r) }'
done
[ "$(line writing <cached)" = "$(line writing <fresh)" ] && echo "writing sees the whole prompt"
frugal estimate llm_request active_parameters=8e9 output_tokens=100 input_tokens=10 cached_tokens=11; echo "exit $?"
# Energy was used, and no token written: there is none for each.
ask output_tokens=0 input_tokens=1000 | jq -c '.figures[] | select(.name == "token_energy" or .name == "accelerators") | [.name, .value > 0, .quality, .absent]'
# A month of tokens is not one answer.
frugal estimate llm_request llm=gpt-4o output_tokens=1e9; echo "exit $?"
printf '%s\n' output_tokens 100 1e9 | frugal estimate llm_request active_parameters=8e9 zone=FR --batch - --rejects refused >answers; echo "exit $?"
wc -l <answers
cut -c1-60 refused
ask output_tokens=3e6 | jq -c .notes
# gpt-4o has 44 to 132 billion parameters at work by EcoLogits; a guess, a quarter to twice as many.
command frugal estimate llm_request llm=gpt-4o output_tokens=100 --json | jq -c '.notes, (.derivation.lines[] | select(.name == "size_guess") | [.value, .quality])'
frugal estimate llm_request llm=gpt-4o active_parameters=1e10 total_parameters=1e10 output_tokens=100 --draws 1 --json | jq -c .notes
