export LANGUAGE=fr
frugal run --zonne FR true
frugal run --interval 3kW true
frugal run --phase zzz true
frugal estimate
frugal version --draws beaucoup
exit 0
