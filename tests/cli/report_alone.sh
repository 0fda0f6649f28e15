# A value that has no effect without another is refused with the option that is missing; the register may have the other.
for service in chat mail; do frugal run -q --service $service --phase inference -- true; done
frugal run -q --service chat --phase training -- true
of() { frugal report "$@" >/dev/null || echo "exit $?"; }
of service=chat --form datacentre --it-energy 8GWh
of service=chat --form datacentre --site-energy 8GWh
of service=chat --form datacentre --it-energy 8GWh --site-energy 10GWh
of service=chat --form datacentre --it-energy 8GWh --pue 1.2
of service=chat --form achat-ia --it-energy 8GWh --pue 1.2
of service=chat --form achat-ia --site-energy 8GWh
of service=chat --form achat-ia --water 2000m3
of service=chat --form achat-ia --it-energy 8GWh --water 2000m3
of service=chat --form achat-ia --journey 3
of service=chat --form gpai --flop-method 6ND
of service=chat --form gpai --flop-method 6ND --flop 1e18FLOP
of service=chat --form sci-ai --flop-method 6ND
of service=chat --form sci-ai --counted gross
of service=chat --form sci-ai --unit answer
of service=chat --unit answer
of service=chat service=mail --less-is-better
frugal --lang fr report service=chat --form achat-ia --it-energy 8GWh
echo "exit $?"
month=$(date -u +%Y-%m)
frugal service set chat pue=1.3 unit=answer
frugal service use chat "$month" units=5
of service=chat --form datacentre --it-energy 8GWh
of service=chat --form achat-ia --journey 3
of service=chat --form sci-ai --unit question
of service=chat --unit question
