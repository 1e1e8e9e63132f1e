#!/bin/sh
# Makes a small certificate authority for your MQTT broker, a certificate for the broker, and one for a client:
#   scripts/make-certificates.sh mqtt.example.org 192.168.1.10
# The arguments are the names and addresses gateways use for the broker; the first is its common name. Files that exist are
# kept, so that a second call adds nothing but what is missing. CERTIFICATES_FOLDER chooses the folder, CLIENT the client's
# name (the user name at the broker, when it is told to take that from the certificate).
set -eu
umask 077

folder=${CERTIFICATES_FOLDER:-$(dirname "$0")/../provisioning/certificates}
client=${CLIENT:-collector}
# Long, because radios in attics are not visited; the authority longer than what it signs.
authority_days=7300
certificate_days=3650

if [ $# -eq 0 ]; then
  echo "Usage: $0 NAME_OR_ADDRESS…   for example: $0 mqtt.example.org 192.168.1.10" >&2
  exit 64
fi
command -v openssl >/dev/null || { echo 'openssl is missing: sudo apt install openssl' >&2; exit 69; }

mkdir -p "$folder"
cd "$folder"

# new_key FILE: elliptic curve, because an ESP32 verifies it in a fraction of the time of RSA.
new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null ||
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# sign NAME SUBJECT EXTENSIONS: NAME.key and NAME.crt, signed by the authority.
sign() {
  if [ -f "$1.crt" ]; then
    echo "$1.crt exists and is kept."
    return
  fi
  new_key "$1.key"
  extensions=$(mktemp)
  printf '%s\nbasicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n' "$3" >"$extensions"
  openssl req -new -key "$1.key" -subj "/CN=$2" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days $certificate_days \
      -extfile "$extensions" -out "$1.crt" 2>/dev/null
  rm -f "$extensions"
  chmod 0644 "$1.crt"
  echo "Made $1.crt and $1.key."
}

if [ ! -f ca.crt ]; then
  new_key ca.key
  openssl req -x509 -new -key ca.key -sha256 -days $authority_days -subj '/CN=Mesh Observatory CA' \
    -addext 'basicConstraints = critical, CA:TRUE, pathlen:0' -addext 'keyUsage = critical, keyCertSign, cRLSign' -out ca.crt
  chmod 0644 ca.crt
  echo 'Made ca.crt and ca.key. Keep ca.key off this machine when you are done: whoever has it can pose as your broker.'
fi

names=
for name in "$@"; do
  case $name in
    *:* | *[!0-9.]*) kind=DNS ;;
    *) kind=IP ;;
  esac
  case $name in *:*) kind=IP ;; esac
  names="${names:+$names, }$kind:$name"
done
sign server "$1" "subjectAltName = $names, DNS:mosquitto, DNS:localhost
extendedKeyUsage = serverAuth"
sign client "$client" "subjectAltName = DNS:$client
extendedKeyUsage = clientAuth"

echo "Next: uncomment the TLS listener in provisioning/mosquitto/mosquitto.conf, then docker compose up -d --force-recreate mosquitto"
