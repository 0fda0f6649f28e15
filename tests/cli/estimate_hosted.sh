# A model that its maker hosts is computed where that maker is: in every method, unless zone= says otherwise.
place() { jq -r --arg row "${1:-zone}" '.inputs[$row].key'; }
ask() { command frugal estimate "$1" llm="$2" output_tokens=100 --draws 1 --json "${@:3}"; }
for model in llm_request ecologits; do
	echo "$model: $(ask $model mistral-large-latest | place) $(ask $model gpt-4o | place) $(ask $model gpt-4o zone=FR | place)"
done
echo "ecologits_011: $(ask ecologits_011 mistral-large-latest | place) $(ask ecologits_011 gpt-4o | place)"
echo "llm_service: $(ask llm_service mistral-large-latest users=1 user_requests=1request/day | place)"
# Weights that anybody runs anywhere have no place, nor the engine of a service.
ask llm_request meta-llama/Meta-Llama-3.1-8B-Instruct | jq -c '[.inputs.zone.key, .inputs.engine.key, .notes]'
ask llm_request gpt-4o | jq -c '[.inputs.zone.key, .inputs.engine.key]'
# Neither has a model of one's own.
command frugal estimate llm_request active_parameters=8e9 output_tokens=100 --draws 1 --json | jq -c '[.inputs.zone.key, .inputs.engine.key, .notes]'
# zone= is the place of the data centre: one line of doubt.
ask llm_request gpt-4o zone=FR | jq -r '.notes[]'
ask llm_request gpt-4o zone=FR --lang fr | jq -r '.notes[]'
ask llm_request gpt-4o | jq -r '.notes[]'
command frugal estimate llm_service llm=gpt-4o users=1 user_requests=1request/day zone=FR --draws 1 --json | jq '.notes | length'
# The methods side by side name the zone of each.
command frugal estimate llm_request llm=mistral-large-latest output_tokens=400token --methods | grep -c '(SE: '
