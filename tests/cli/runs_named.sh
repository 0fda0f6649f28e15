# A run is given by its name, by how many came after it, or by the first digits of its id; what is
# printed has its name first, and nothing is guessed.
i=0
for name in small large small ''; do
	i=$((i + 1))
	frugal run -q --zone FR ${name:+--name "$name"} --project digits -- sh -c "exit $i"
done
end() { sed -E 's/.*(exit [0-9]).*/\1/'; }
for run in large last last~1 last~2 small~0 small~1; do
	frugal runs show $run | head -1 | end
done
frugal runs large | head -1 | sed -E 's/run [0-9a-f]{4}/run ID/; s/ · [0-9.]+ s//'
frugal explain large energy | head -1 | sed -E 's/run [0-9a-f]{4}/run ID/; s/ · [0-9.]+ s//'
frugal report large | head -1 | sed -E 's/[0-9a-f]{16}/ID/'
frugal compare large last~3 | cut -c1-14 | sed -E 's/\([0-9a-f]{4}\)/(ID)/' | head -3
frugal recompute large | sed -n 2p | cut -d' ' -f1-2 | sed -E 's/\([0-9a-f]{4}\)/(ID)/'
frugal runs tag large +kept && frugal runs list --tag kept --json | grep -c '"large"'
id=$(frugal runs show large --json | jq -r .id)
command frugal runs show "${id:0:6}" --json | jq -r .name
for run in small small~2 last~4 digits nosuch; do
	frugal explain $run 2>&1 | sed -E 's/[0-9a-f]{16}/ID/g; s/\([^ ]*ledger.db\)/(LEDGER)/'
done
# A name that is also the begin of another run's id is neither.
command frugal run -q --name "${id:0:4}" -- true
command frugal runs show "${id:0:4}" 2>&1 | sed -E "s/${id:0:4}[0-9a-f]{12}/ID/g; s/${id:0:4}/abcd/; s/[0-9a-f]{16}/ID/"
frugal runs lst; echo "exit $?"
