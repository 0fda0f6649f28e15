# What could not be written is said, and the status is that of the environment.
frugal help >/dev/full; echo "$?"
frugal version >&-; echo "$?"
# Nothing to write, nothing lost.
frugal nosuchthing >/dev/full; echo "$?"
