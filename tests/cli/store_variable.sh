# An empty FRUGAL_STORE is as none; an option wins over it.
FRUGAL_STORE= frugal version
frugal version --store other.db
