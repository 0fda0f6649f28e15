# The page begins as man(7) wants, in both languages, and no text is read as an order.
for lang in en fr; do
	frugal help --man --lang $lang | head -4
	frugal help --man --lang $lang | grep '^\.' | cut -d' ' -f1 | sort -u | tr '\n' ' '
	echo
done
