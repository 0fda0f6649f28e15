# The help of a command: asked in three ways, with a line for every option of its own and the names of
# the common ones. How it is laid out is shown by a short one.
frugal run --help >one
frugal help run | cmp - one
frugal run -h | cmp - one
head -1 one
grep -E '^[A-Z][a-z ]*( \(.*\))?$' one
for option in $(frugal help --complete options run); do
	grep -qE -- "^  (-., )?$option([[ ]|\$)" one || echo "no line of $option"
done
for option in $(frugal help --complete options); do
	sed '1,/^Common options/d' one | grep -qw -- "$option" || echo "no name of $option"
done
frugal version --help
