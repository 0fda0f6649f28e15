# The value of a figure is what the head of its model says: central, or the mean of the draws.
frugal models llm_request | grep '^value:'
frugal models training | grep '^value:'
mkdir models
# The means of these triangles are 2 and 3: the mean of the product is 6, at their modes it is 1.
cat >models/skewed.model <<'END'
model skewed {
  headline mean
  in  a     : Wh = 1 Wh [1, 4]
  in  b     : 1  = 1 [1, 7]
  out whole : Wh = a * b
}
END
cat >models/middle.model <<'END'
model middle {
  headline central
  in  a     : Wh = 1 Wh [1, 4]
  in  b     : 1  = 1 [1, 7]
  out whole : Wh = a * b
}
END
frugal estimate skewed --models models
frugal estimate skewed --models models --explain | grep 'whole .*model:'
frugal estimate skewed --models models --draws 1 | grep whole
frugal estimate middle --models models
# The parts are printed to the decimal place of their whole: 451 and 452 are not 500 and 500 of 900.
cat >models/parts.model <<'END'
model parts {
  headline central
  in  error : 1 = 1 [0.2, 4]
  out spent : kgCO2e = 451 kgCO2e * error
  out made  : kgCO2e = 452 kgCO2e * error
  out whole : kgCO2e = spent + made
}
END
frugal estimate parts --models models | grep kg
# A batch is central, and says so; with intervals it has the digits of a single answer.
printf 'id,a\n1,1\n2,\n' >rows.csv
frugal estimate skewed --models models --batch rows.csv
frugal estimate skewed --models models --batch rows.csv --quiet >central.csv
frugal estimate skewed --models models --batch rows.csv --intervals >with.csv
head -n 1 with.csv
test "$(tail -n 1 with.csv)" = "2,,$(frugal estimate skewed --models models --csv | grep ^whole | cut -d, -f2,4,5)"; echo "same digits $?"
frugal estimate skewed --models models --batch rows.csv --intervals --draws 1 | tail -n 1
frugal estimate skewed --models models --intervals; echo "exit $?"
