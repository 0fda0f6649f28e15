# A near miss is offered; a word far from all is sent to the list.
frugal estimat; echo "exit $?"
frugal nosuchthing; echo "exit $?"
frugal ''; echo "exit $?"
