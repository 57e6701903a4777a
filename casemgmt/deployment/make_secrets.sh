#!/bin/sh
# Makes the files that docker-compose.yml reads secrets from, in ./secrets. What is there already stays as it is.
#   sh casemgmt/deployment/make_secrets.sh
# Only the folder keeps others out: inside, each container reads its files as a user of its own.
set -eu
umask 077
mkdir -p secrets
cd secrets

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -e "$1" ] || { cat >"$1.part" && chmod 444 "$1.part" && mv "$1.part" "$1" && echo "made secrets/$1"; }; }

random | keep secret_key
random | keep postgres_password
random | keep owner_password
random | keep app_password
printf '' | keep secret_key_fallbacks
printf 'postgresql://casemgmt_app:%s@postgres:5432/casemgmt' "$(cat app_password)" | keep database_url
printf 'postgresql://casemgmt_owner:%s@postgres:5432/casemgmt' "$(cat owner_password)" | keep migration_database_url
printf '' | keep backup_key
if [ ! -e email_url ]; then
    echo "Now write secrets/email_url yourself, one line: smtp+tls://user:password@mail.example.org:587"
fi
