frugal help estimatte; echo "exit $?"
frugal help nosuchthing; echo "exit $?"
