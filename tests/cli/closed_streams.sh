frugal version <&- 2>&-
frugal nosuchthing 2>&-; echo "exit $?"
