# A page for each command, from what its help prints: the same text, options and examples, no other.
for name in $(frugal help --complete commands); do
	frugal help "$name" --man >page
	sed 's/\\f[BR]//g; s/\\-/-/g; s/\\&//g; s/\\e/\\/g; s/^[.]SH "\(.*\)"$/\1/' page >shown
	frugal "$name" --help >help
	grep -q "frugal-$name - " shown || echo "$name: no name"
	for word in $(frugal help --complete options "$name") $(frugal help --complete options); do
		grep -q -- "^ *\(-., \)\?$word\( \|\[\|$\)" shown || echo "$name: $word is missing"
	done
	sed -n '/^Examples$/,/^Options$/s/^  \(frugal .*\)/\1/p' help | while read -r line; do
		grep -qF -- "$line" shown || echo "$name: without $line"
	done
	for head in NAME SYNOPSIS DESCRIPTION 'COMMON OPTIONS' EXAMPLES 'EXIT STATUS' 'SEE ALSO'; do
		grep -q "^$head" shown || echo "$name: no $head"
	done
done
frugal help run --man --lang fr | grep -c '^.SH "\(NOM\|OPTIONS\|EXEMPLES\|VOIR AUSSI\)"'
frugal help nosuch --man; echo "exit $?"
