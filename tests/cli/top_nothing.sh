# Where no part can be read no power is known: it is not 0 W.
mkdir nothing
FRUGAL_ROOT=$PWD/nothing frugal top --once --interval 0.2s --limit 1 | head -1
FRUGAL_ROOT=$PWD/nothing frugal top --times 1 --interval 0.2s --json |
	jq -c '[.machine_w, .idle_w, .measured_share, .g_co2e_per_h, .energy_today_j, (.rows | map(.w) | unique)]'
