frugal run --zonne FR true; echo "exit $?"
frugal run -zonne FR true; echo "exit $?"
frugal sensors --zzz; echo "exit $?"
frugal --zzz; echo "exit $?"
# Names are not abbreviated.
frugal run --proj x true; echo "exit $?"
