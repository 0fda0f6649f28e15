# What a project has used, and on what, from made-up figures.
frugal run -q --name seed -- true
python3 - <<'PY'
import os, sqlite3
db = sqlite3.connect(os.environ["FRUGAL_STORE"])
seed = db.execute("SELECT * FROM run").fetchone()
columns = [c[1] for c in db.execute("PRAGMA table_info(run)")]
n = 0
def add(phase, wh, exit_code=0, tag=None, status=1, epochs=()):
    global n
    n += 1
    row = dict(zip(columns, seed), seq=100 + n, id=f"{n:016x}", project="p", phase=phase, duration_s=3600, exit_code=exit_code, status=status, started_us=n * 10**6)
    db.execute(f"INSERT INTO run VALUES ({','.join('?' * len(columns))})", [row[c] for c in columns])
    for at, (figure, perimeter, unit, value) in enumerate((("energy", "share", "Wh", wh), ("energy", "marginal", "Wh", wh * 0.75), ("carbon", "share", "gCO2e", wh / 2))):
        db.execute("INSERT INTO figure (run, at, name, perimeter, unit, value, low, high, quality, measured_share) VALUES (?,?,?,?,?,?,?,?,0,1)", (100 + n, at, figure, perimeter, unit, value, value, value))
    if tag:
        db.execute("INSERT INTO tag VALUES (?, ?, ?)", (100 + n, tag, n * 10**6))
    for i, (joules, accuracy) in enumerate(epochs, 1):
        db.execute("INSERT INTO section VALUES (?, ?, 'epoch', '', ?, 0, ?, 1, ?)", (100 + n, i, i, i, joules))
        db.execute("INSERT INTO metric VALUES (?, ?, ?, ?, 'accuracy', ?)", (100 + n, i, i, i, accuracy))
add("development", 10); add("development", 5, exit_code=1); add("search", 25, tag="outcome:abandoned")
add("training", 40, tag="outcome:shipped", epochs=((3600, .8), (3600, .9), (7200, .89), (3600, .85)))
add("", 10, status=2); add("inference", 10); add("training", 1000, status=0)
db.commit()
PY
frugal project p --metric accuracy
frugal project p --json | jq -c '[.all.runs, .all.energy_wh, .development_share, .idle_share, .failed.energy_share, .shipped.energy_share, .abandoned.runs, .phases.training.runs, .phases.none.energy_wh]'
frugal project p --metric loss --json | jq -c '[.runs_with_epochs, .after_best_share]'
frugal --lang fr project p | tail -5
frugal project nobody; echo "$?"
