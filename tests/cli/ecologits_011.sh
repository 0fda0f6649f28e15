# EcoLogits 0.11.3's own answers (tests/data/ecologits_011.csv), to the last digits but four.
cp "$SOURCE/tests/data/ecologits_011.csv" .
frugal estimate ecologits_011 --batch ecologits_011.csv --quiet | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) { name = $i; sub(/\[.*/, "", name); at[name] = i } next }
	{
		for (name in at)
			if (("_" name) in at) {
				# Primary energy below that of the electricity is absent here.
				if ($at[name] == "") { absent++; continue }
				theirs = $at["_" name]
				off = ($at[name] - theirs) / theirs
				if (off < 0) off = -off
				n++
				if (off > 1e-12) print $at["llm"], $at["zone"], $at["_bound"], name, $at[name], theirs
			}
	}
	END { print n " figures of " NR - 1 " rows, absent: " absent }'
# As a reader of the public release has it: 0.58 to 0.96 Wh, 40 to 56 mg, 0.91 to 0.92 ug Sb (here in mWh, mg, ng).
for parameters in 44e9 132e9; do
	frugal estimate ecologits_011 llm=gpt-4o active_parameters=$parameters output_tokens=400 zone=FR --draws 1 --json |
		jq -c '[.figures[] | select(.name == ("energy", "carbon", "adpe")) | .value * (if .name == "adpe" then 1e12 else 1e6 end) | round]'
done
# Its release of 2025 answers more: the electricity of that year, a slower answer, the site overhead twice in the water (us, mWh, uL).
for model in ecologits ecologits_011; do
	frugal estimate $model llm=gpt-4o output_tokens=400 zone=FR --draws 1 --json |
		jq -c '[.figures[] | select(.name == ("energy", "generation_time", "water")) | .value * 1e6 | round]'
done
# The world's value in place of a country's own is a note; no speed known of a model is the fit on the size.
notes() { frugal estimate ecologits_011 "$@" output_tokens=400 --draws 1 --json | jq -c '[.notes, (.figures[] | select(.name == "generation_time").value)]'; }
notes active_parameters=7e10 zone=KE
notes active_parameters=7e10 zone=AF
notes active_parameters=7e10 zone=FR rate=50token/s
notes llm=gpt-4o zone=FR rate=50token/s first_token=1s
