# Data moved over networks, worked out by hand.
. "$CASES/values.bash"
# Sustainable Web Design 4: 1 GB * (0.055 + 0.059 + 0.080 + 0.012 + 0.013 + 0.081) kWh * 494 g: the
# 148.2 g that CO2.js prints; 0.067, 0.072 and 0.161 kWh of data centre, network and device.
values 'energy datacentre network device carbon' co2js_swd4 data=1GB
# CO2.js, 2.5e9 bytes: 370.5 g. With a green host, 0.055 * 494 = 27.17 g less a GB: 121.03 g.
values carbon co2js_swd4 data=2500MB
values carbon co2js_swd4 data=1GB green_hosting=1
# CO2.js, use at the German 342.06 g, making at the world's: 118.72364 g.
values carbon co2js_swd4 data=1GB datacentre_intensity=342.06g/kWh network_intensity=342.06g/kWh \
	device_intensity=342.06g/kWh
# 1byte: 0.072 + (0.429 + 0.152 + 0.884) / 3 = 0.560333 kWh at 519 g: CO2.js prints 290.813 g.
values 'energy carbon' co2js_onebyte data=1GB
# Green: 0.488333 kWh at 475 g = 231.958 g.
values carbon co2js_onebyte data=1GB hosting=green
