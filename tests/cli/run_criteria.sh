# A run has water, metals and primary energy, of the electricity and embodied apart; what has no factor is absent.
shown() { # figures of the share, without carbon
	frugal runs show "$1" --json | jq -c '[.figures[] | select(.perimeter == "share") | .name] - ["energy", "carbon", "embodied"]'
}
parts() { # of the last run: are the wholes the sums of their parts, and the water that of 3.6737 L/kWh and of the site?
	frugal runs show last --json | jq -c '[.figures[] | select(.perimeter == "share") | {(.name): .value}] | add
		| [(.adpe / (.usage_adpe + .embodied_adpe) - 1 | fabs < 1e-9), (.usage_pe / .energy * 3.6 / 9.3135 - 1 | fabs < 1e-9),
		   ((.water - (.site_water // 0)) / .energy / 3.6737 - 1 | fabs < 1e-9)]'
}
frugal run -q --zone FR --name plain -- true
shown last
parts
frugal run -q --zone FR --wue 1.8L/kWh --pue 1.5 --name site -- true
shown last
parts
frugal explain last embodied_pe | sed -n '3s/  models.*//p'
# A zone that the table does not have, and the default.
frugal run -q --zone PK --name other -- true
shown last
frugal explain last water | sed -n '3s/  models.*//p'
frugal run -q --name default -- true
shown last
frugal explain last usage_pe | sed -n '3s/  models.*//p'
frugal runs --total --json | jq -c '[.water.runs, .site_water.runs, .usage_pe.runs, .embodied_pe]'
