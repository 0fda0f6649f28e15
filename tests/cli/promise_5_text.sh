# Promise 5: methods are text, facts are tables. A new method and a new fact are files, nothing else.
mkdir models factors
cat >models/mine.model <<'MODEL'
model mine {
  family training
  in zone : row of mygrid = "home"
  in energy : kWh where >= 0
  out carbon : gCO2e = energy * zone.intensity
}
MODEL
printf 'key,intensity[gCO2e/kWh],source,year,licence\nhome,20,my roof,2026,mine\n' >factors/mygrid.csv
frugal estimate mine energy=3kWh --models models --factors factors --csv
frugal models mine --models models --factors factors | head -n 1
