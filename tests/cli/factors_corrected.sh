# A 4-bit or GGUF copy has the parameters of its original; a name of an API those of the model it names. The registry's row stays.
# Billions at work; by EcoLogits itself.
for name in c4ai-command-r-plus c4ai-command-r-plus-4bit c4ai-command-r-v01 c4ai-command-r-v01-4bit gemma-7b-it gemma-7b-it-GGUF gemma-2-9b-it \
	gemma-2-instruct-9b-keras gemma-3n-e2b-it open-mixtral-8x7b mistral-small-2312 mistral-small-2409 open-mistral-nemo mistral-tiny-2407; do
	echo "$name $(command frugal factors llms "$name" --json | jq -r '[.[].active_parameters.value / 1e9 | tostring] | join(" ")')"
done
# A source says what is from memory, so that the derivation of a figure does.
command frugal estimate task_inference task=text_generation --explain --draws 1 | grep -o 'Power Hungry.*from memory)' | sort -u
command frugal estimate cloud_instance instance=Standard_D2s_v6 region=westeurope duration=1h --explain --draws 1 | grep -o 'Microsoft.*from memory' | sort -u
frugal factors instances Standard_D4s_v4 | grep '^cpu \|^source'
