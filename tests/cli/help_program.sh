# The help of the program: asked in three ways, with its groups, and a line for every command that
# the table has (each command is a file that names it).
frugal --help >one && frugal help >two && cmp one two
frugal -h >three && cmp one three
sed '1s/frugal [0-9.]*/frugal VERSION/' one | head -3
grep -E '^[A-Z][a-z ]*$' one
names=$(sed -n 's/^\t\.name = "\(.*\)",$/\1/p' "$SOURCE"/src/cli/cmd_*.c)
for name in $names; do
	grep -qE "^  $name +[a-z]" one || echo "no line of $name"
done
[ "$(sed '/^Options/,$d' one | grep -c '^  [a-z]')" = "$(echo "$names" | wc -l)" ] && echo "a line for each command, and no other"
tail -2 one
