# An estimate as a page: figures with their intervals, inputs with the defaults marked, methods side by side, limits, the command.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
frugal estimate training gpu=H100 'gpu_hours=10 [8, 12] h' zone=FR --output e.md
grep -E '^#|^\| (energy|gpu_hours|pue|utilization|training)|^frugal estimate|^- (defaults|boundary|an estimate)' e.md | sed -E 's/ \| (measured board|Uptime)[^|]*/ | SOURCE/'
# The command gives the same figures again.
eval "$(grep '^frugal estimate' e.md)" --json | jq -c '[.figures[] | .name]'
frugal estimate training gpu=H100 gpu_hours=8h zone=FR --output e.html
head -1 e.html; grep -c 'href="http\|src=\|<script' e.html; [ "$(wc -c <e.html)" -lt 61440 ] && echo "less than 60 KB"
frugal --lang fr estimate training gpu=H100 gpu_hours=8h zone=FR --output f.md; grep '^#' f.md
# A figure that is missing has its reason; text and data keep their own form in such a file.
frugal estimate llm_service llm=gpt-4o users=20 user_requests=3request/day --output s.md; grep 'server_power' s.md | cut -c1-60
frugal estimate training gpu=H100 gpu_hours=8h --json --output e.html; head -c 1 e.html; echo
bad() { frugal estimate "$@" 2>&1; echo "exit $?"; }
bad training gpu=H100 gpu_hours=8h --or zone=FR --output e.html
bad training --batch rows.csv --output e.html
bad training gpu=H100 gpu_hours=8h --vs 3kg --output e.md
