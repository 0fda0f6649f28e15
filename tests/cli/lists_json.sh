# Every list is there in JSON. Those that print none: run and attach write a file of their own; mark, serve and sbatch list nothing.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
PYTHONPATH=$CASES python3 -B "$CASES/lists_json.py"
# What has nothing to say in JSON refuses it.
bad() { frugal "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
bad models training --source-text --json
bad help --completion bash --json
bad config import x --json
frugal config path --json | jq -r .file | sed "s|$HOME|HOME|"
frugal grid providers
frugal help run --json | jq -c '.commands[] | [.name, .group], (.options[] | select(.name == "interval") | {type, unit, low, high})'
