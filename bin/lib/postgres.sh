# shellcheck shell=bash
# A PostgreSQL cluster for one run: made in a temporary directory, listening on a free port of
# the loopback interface, stopped and removed when the script ends. Needs common.sh.

# Prints the directory of the newest PostgreSQL server programs, or fails when there is none
# of version 14 or later.
postgres_programs() {
    local candidate newest='' version
    for candidate in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"; do
        [[ -x $candidate ]] || continue
        candidate=$(readlink -f "$candidate")
        version=$("$candidate" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        ((version >= 14)) && newest+="$version $(dirname "$candidate")"$'\n'
    done
    [[ -n $newest ]] || return 1
    sort -n <<<"${newest%$'\n'}" | tail -n 1 | cut -d' ' -f2-
}

# Prints a port of 127.0.0.1 that nobody listens on, below the range for outgoing connections.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
}

# Starts the cluster and exports MOONGATE_TEST_POSTGRES. Takes `volatile` for tests (the kernel
# may keep commits in memory) or `durable` for measurements.
postgres_start() {
    local mode=$1 programs owner port try
    local settings=(-c listen_addresses=127.0.0.1 -c max_connections=400 -c shared_buffers=128MB)
    [[ $mode == volatile ]] && settings+=(-c fsync=off -c full_page_writes=off)
    programs=$(postgres_programs) || fail "PostgreSQL 14 or later is missing: run bin/setup."

    POSTGRES_HOME=$(mktemp -d "${TMPDIR:-/tmp}/moongate-postgres.XXXXXX")
    POSTGRES_AS=()
    # The server refuses to run as root.
    if ((EUID == 0)); then
        owner=nobody
        id -u postgres >/dev/null 2>&1 && owner=postgres
        chown "$owner" "$POSTGRES_HOME"
        POSTGRES_AS=(runuser -u "$owner" --)
    fi
    POSTGRES_CONTROL=$programs/pg_ctl
    on_exit postgres_stop

    postgres_run "$programs/initdb" --pgdata="$POSTGRES_HOME/data" --username=moongate \
        --auth=trust --locale=C --encoding=UTF8 --no-sync >"$SCRATCH/initdb.log" 2>&1 ||
        fail "PostgreSQL could not make a cluster: $(tail -n 1 "$SCRATCH/initdb.log")"
    for try in 1 2 3; do
        port=$(free_port)
        if postgres_run "$POSTGRES_CONTROL" start --wait --silent --pgdata="$POSTGRES_HOME/data" \
            --log="$POSTGRES_HOME/log" \
            --options="${settings[*]} -c port=$port -c unix_socket_directories=$POSTGRES_HOME" \
            </dev/null >/dev/null 2>&1; then
            postgres_run "$programs/createdb" --host=127.0.0.1 --port="$port" \
                --username=moongate moongate
            export MOONGATE_TEST_POSTGRES="postgres://moongate@127.0.0.1:$port/moongate"
            return
        fi
    done
    fail "PostgreSQL did not start in $try tries: $(tail -n 1 "$POSTGRES_HOME/log")"
}

# Runs a command as the owner of the cluster, in a directory that this owner may enter.
postgres_run() {
    (cd "$POSTGRES_HOME" && "${POSTGRES_AS[@]}" "$@")
}

postgres_stop() {
    postgres_run "$POSTGRES_CONTROL" stop --mode=immediate --silent \
        --pgdata="$POSTGRES_HOME/data" >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_HOME"
    unset MOONGATE_TEST_POSTGRES
}
