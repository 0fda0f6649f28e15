# Cells that name rows: a batch answers what single estimates answer.
ask() { # columns as name=value
	frugal estimate llm_request output_tokens=100 "$@" --draws 1 --csv --quiet | awk -F, '$1 == "carbon" || $1 == "adpe" { printf "%s ", $2 }'
}
# The names come and go; an empty cell takes the default, and rows that follow one (its criteria, its
# architecture, the constants of the accelerator) come with it.
printf '%s\n' 'llm,gpu,zone,output_tokens' \
	'gpt-4o,,FR,100' 'gpt-4o,H200 SXM5 141GB,,100' 'mistral-large-latest,L40S,DE,100' \
	'gpt-4o,,FR,100' >rows.csv
frugal estimate llm_request --batch rows.csv --quiet | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 { print $at["carbon[gCO2e]"], $at["adpe[gSbe]"] " " }' >batch
{
	ask llm=gpt-4o zone=FR && echo
	ask llm=gpt-4o gpu='H200 SXM5 141GB' && echo
	ask llm=mistral-large-latest gpu=L40S zone=DE && echo
	ask llm=gpt-4o zone=FR && echo
} >single
cmp batch single && echo "as alone"
# 8192 spellings of one name, more than are remembered, by two threads: one answer.
awk 'BEGIN {
	print "llm,output_tokens"
	for (i = 0; i < 8192; i++) {
		name = ""
		for (j = 0; j < 20; j++) {
			letter = substr("mistral-large-latest", j + 1, 1)
			name = name (int(i / 2 ^ j) % 2 ? toupper(letter) : letter)
		}
		print name ",100"
	}
}' >spellings.csv
frugal estimate llm_request --batch spellings.csv --threads 2 --quiet | cut -d, -f3- | sort | uniq -c |
	awk '{ print $1 }'
