frugal help estimatte; echo "$?"
frugal help nosuchthing; echo "$?"
