# A near miss is of the maker of the name, or there is none.
near() { command frugal factors "$@" 2>&1 | sed 's/.*unknown row of //'; }
near instances VM.Standard.E4.Flex
near instances BM.Standard3.64
near instances ct6e-standard-8t
near instances ct5lp-hightpu-4t
near instances tpu-v5p
near cpus i9-13900
near cpus "Azure Cobalt 300"
near gpus "Maia 100"
near gpus "MTIA v2"
near llms vicuna
near llms lmsys/vicuna-13b-v1.5
near llms alpaca-7b
# A maker that is not known: what is like it.
near gpus A1OO
