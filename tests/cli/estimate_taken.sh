# A family name is its commonest variant: the answer says so, with the others; a zone has none.
frugal estimate training gpu=H100 gpu_hours=10h zone=FR 2>&1 | grep note
frugal estimate training gpu="NVIDIA H100 PCIe" gpu_hours=10h zone=FR 2>&1 | grep -c note
frugal estimate training gpu=H100 gpu_hours=10h zone=FR --lang fr 2>&1 | grep note
frugal estimate training gpu=H100 gpu_hours=10h zone=FR --json --draws 1 | jq -c '.inputs.gpu, .notes'
frugal estimate llm_request llm=openrouter/anthropic/claude-opus-4.1 output_tokens=100token --json --draws 1 | jq -c '.inputs.llm | [.key, .taken_for, .also]'
frugal estimate llm_request llm=azure/gpt-4o output_tokens=100token --json --draws 1 | jq -c '.inputs.llm'
frugal factors gpus V100 | sed -n '1p;$p'
frugal estimate training gpu=H100 gpu_hours=10h zone=Korea; echo "exit $?"
frugal estimate training gpu=H100 gpu_hours=10h zone=Atlantis; echo "exit $?"
