# A near miss is offered; a word far from all is sent to the list.
frugal estimat; echo "$?"
frugal nosuchthing; echo "$?"
frugal ''; echo "$?"
