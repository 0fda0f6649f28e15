frugal run --zonne FR true; echo "$?"
frugal run -zonne FR true; echo "$?"
frugal sensors --zzz; echo "$?"
frugal --zzz; echo "$?"
# Names are not abbreviated.
frugal run --proj x true; echo "$?"
