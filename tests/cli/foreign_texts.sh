# Words of others stay words: they steer no terminal, break no line, and are no markup.
python3 "$CASES/foreign_texts.py"
frugal run -q --name '\input{/etc/passwd} ~^_#&$%{}' -- true
echo "+ LaTeX"
frugal report last --form latex --title '\input{/etc/passwd} ~^_#&$%{}<>|' | sed 's/ used .*//; s/.*The run of //'
echo "+ Markdown"
title() { frugal report "name=$1" --format md | sed -n 1p; }
for name in '|a|' '<script>' '`x`' '*x*' '_x_ a_b' '[x](http://y)' '&lt; R&D A & B' '\' 'x~~y~~'; do
	frugal run -q --name "$name" -- true
	title "$name"
done
echo "+ CSV: a formula is none, a number stays one"
for name in '=1+1' '@SUM(A1)' '+1+1' '-2+3' "-1|cmd" '-5' '+3.5 %' - $'\t=1' 'a=b'; do
	frugal run -q --project csv --name "$name" -- true
done
frugal runs --by name --csv --project csv | cut -d, -f1 | sort
