frugal help --complete commands
frugal help --complete options version
frugal help --complete options nosuchthing; echo "$?"
frugal help --complete nosuchlist; echo "$?"
