#!/bin/bash
# Keeps one copy of the database and of all files in a folder named by date and time, and removes copies older
# than KEEP_DAYS. Usage: backup.sh FOLDER, with DATABASE_URL set (systemd/renda-nightly.service does).
# A copy holds citizens' personal data: keep the folder readable for its owner only, and encrypt what leaves
# this machine. How to restore: README.md beside this file.
set -euo pipefail
umask 077

folder=${1:?usage: backup.sh FOLDER}
: "${DATABASE_URL:?DATABASE_URL is not set}"
keep_days=${KEEP_DAYS:-30}
app=$(cd "$(dirname "$0")/.." && pwd)
var=${VAR_DIR:-$app/var}

name=$(date +%Y%m%d-%H%M%S)
partial=$folder/.$name.partial
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT

# The database first: a file that comes in between is then in the copy without its row, never the other way.
case $DATABASE_URL in
    postgres://* | postgresql://*)
        pg_dump --format=custom --no-owner --file="$partial/database.dump" --dbname="$DATABASE_URL"
        pg_restore --list "$partial/database.dump" >"$partial/contents.txt"
        ;;
    sqlite:///*)
        python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("VACUUM INTO ?", (sys.argv[2],))' \
            "${DATABASE_URL#sqlite:///}" "$partial/database.sqlite3"
        ;;
    *)
        echo "backup.sh knows PostgreSQL and SQLite, not this DATABASE_URL" >&2
        exit 2
        ;;
esac
mkdir -p "$var/media" "$var/private"
tar --create --gzip --file="$partial/files.tar.gz" --directory="$var" media private
(cd "$partial" && sha256sum -- * >SHA256SUMS)

mv "$partial" "$folder/$name"
trap - EXIT
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*-[0-9]*' -mtime "+$keep_days" -exec rm -rf {} +
echo "Backup: $folder/$name ($(du -sh "$folder/$name" | cut -f1))"
