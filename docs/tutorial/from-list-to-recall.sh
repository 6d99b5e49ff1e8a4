#!/bin/sh
# From a published drug list to a recalled pack, against a running register (start it with ./run).
#
#   docs/tutorial/from-list-to-recall.sh [FOLDER OF PUBLISHED LISTS]
#
# MEDREG_URL   address of the register                (default http://127.0.0.1:8000)
# MEDREG_HOME  folder that holds demo-keys.json       (default ./var)
# PYTHON       an interpreter that can import medreg  (default .venv/bin/python)
# OUT          folder for labels, photograph, answers (default a new temporary folder)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
url=${MEDREG_URL:-http://127.0.0.1:8000}
keys=${MEDREG_HOME:-$root/var}/demo-keys.json
python=${PYTHON:-$root/.venv/bin/python}
out=${OUT:-$(mktemp -d)}
lists=${1:-}
mkdir -p "$out"

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'from-list-to-recall: %s\n' "$*" >&2; exit 1; }
# pick EXPRESSION < JSON: prints a part of an answer; `d` is the answer.
pick() { "$python" -c 'import json, sys; d = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
key() { pick "d['keys']['$1']" <"$keys"; }
# ask KEY METHOD PATH [CURL ARGUMENTS]: the body goes to $out/answer, the status is printed.
ask() {
    who=$1 how=$2 where=$3
    shift 3
    curl -sS -o "$out/answer" -w '%{http_code}' -X "$how" -H "Authorization: Bearer $who" "$@" "$url$where"
}
# want STATUS GOT WHAT: go on only when the register answered as it should.
want() { [ "$1" = "$2" ] || { cat "$out/answer" >&2; fail "$3: status $2, expected $1"; }; }

[ -r "$keys" ] || fail "no demonstration keys at $keys; start the register with ./run"
maker=$(key maker) wholesaler=$(key wholesaler) pharmacy=$(key pharmacy) office=$(key authority)
gtin=$(pick "d['pack']['gtin']" <"$keys")
json='Content-Type: application/json'

if [ -n "$lists" ]; then
    step "1. Published lists become a register; every row not taken is named"
    for file in "$lists"/dang_ky_thuoc_*.csv "$lists"/gia_han_*.csv "$lists"/ket_qua_trung_thau_*.csv; do
        want 200 "$(ask "$office" POST /v1/imports -F "file=@$file;type=text/csv")" "import of $file"
        pick "f\"{d['file']}: {d['rows']} rows = {d['taken']} taken + {d['unchanged']} unchanged + {d['refused']} refused\"" \
            <"$out/answer"
    done
    step "   An old and a new number name one authorisation"
    for number in VD-22739-15 893110493125; do
        want 200 "$(ask "$office" GET "/v1/authorisations/$number")" "number $number"
        printf '%s -> ' "$number" && pick "d['number']" <"$out/answer"
    done
fi

step "2. Serial numbers for 1,000 packs, and one SSCC for each case of 50"
want 201 "$(ask "$maker" POST "/v1/trade-items/$gtin/serials" -H "$json" -d '{"count": 1000}')" "serials"
cp "$out/answer" "$out/serials.json"
want 201 "$(ask "$maker" POST /v1/sscc -H "$json" -d '{"count": 20}')" "SSCCs"
cp "$out/answer" "$out/ssccs.json"
batch=T$(date +%H%M%S)

step "3. The maker commissions, packs and ships; the wholesaler receives and ships on; the pharmacy receives and unpacks"
"$python" "$here/write_events.py" "$keys" "$out" "$gtin" "$batch"
for told in maker wholesaler pharmacy; do
    eval "who=\$$told"
    want 202 "$(ask "$who" POST /epcis/capture -H "$json" --data-binary "@$out/$told.json" -D "$out/headers")" "events of the $told"
    job=$(tr -d '\r' <"$out/headers" | sed -n 's/^[Ll]ocation: *\(.*\)$/\1/p')
    want 200 "$(ask "$who" GET "/${job#*://*/}")" "capture job of the $told"
    pick "'captured' if d['success'] else d" <"$out/answer"
done

step "4. Labels for the pharmacy's packs: a sheet to print, and one label to photograph"
want 200 "$(ask "$maker" POST /v1/labels -H "$json" --data-binary "@$out/labels-pdf.json")" "label sheet as PDF"
cp "$out/answer" "$out/labels.pdf"
want 200 "$(ask "$maker" POST /v1/labels -H "$json" --data-binary "@$out/labels-png.json")" "label sheet as PNG"
cp "$out/answer" "$out/labels.png"
serial=$(cat "$out/serial")
want 200 "$(ask "$maker" POST /v1/labels -H "$json" --data-binary "@$out/label-one.json")" "one label"
cp "$out/answer" "$out/label.png"
"$python" "$here/photograph.py" "$out/label.png" "$out/photo.jpg"

step "5. The pharmacy scans the photograph: green; hands the pack out; a second time is refused"
want 200 "$(ask "$pharmacy" POST /v1/scans -H 'Content-Type: image/jpeg' --data-binary "@$out/photo.jpg")" "scan"
cp "$out/answer" "$out/scan.json"
pick "'read ' + d['scans'][0]['readings'][0]['bracketed']" <"$out/scan.json"
[ "$(pick "d['scans'][0]['readings'][0]['verdict']['colour']" <"$out/scan.json")" = green ] || fail "the scan is not green"
want 200 "$(ask "$pharmacy" POST "/v1/packs/$gtin/$serial/supply" -H "Idempotency-Key: $batch-1")" "supply"
pick "'handed out: ' + d['state']" <"$out/answer"
want 409 "$(ask "$pharmacy" POST "/v1/packs/$gtin/$serial/supply" -H "Idempotency-Key: $batch-2")" "second supply"
pick "'refused: ' + d['detail']" <"$out/answer"

step "6. A tampered batch number is red"
other=$(cat "$out/other")
want 200 "$(ask "$pharmacy" POST /v1/verify -H "$json" -d "{\"gtin\": \"$gtin\", \"serial\": \"$other\", \"batch\": \"X$batch\"}")" "verify"
pick "d['colour'] + ': ' + ', '.join(r['code'] for r in d['reasons'])" <"$out/answer"
[ "$(pick "d['colour']" <"$out/answer")" = red ] || fail "a tampered batch is not red"

step "7. Anybody looks up a price, without accents and without a key"
curl -sS "$url/v1/products?q=paracetamol%20song%20lam" >"$out/answer"
product=$(pick "d['items'][0]['id']" <"$out/answer")
pick "d['items'][0]['name']" <"$out/answer"
curl -sS "$url/v1/products/$product/prices" >"$out/answer"
pick "'{} {} for 1 {}, {}'.format(d['items'][0]['unit_price'], d['items'][0]['money']['currency'], d['items'][0]['unit'], d['items'][0]['buyer'])" \
    <"$out/answer"
curl -sS "$url/v1/products/$product/comparison" >"$out/comparison.json"

step "8. The authority recalls the batch: verification is red at once, and the holders are known"
want 201 "$(ask "$office" POST /v1/recalls -H "$json" -d "{\"gtin\": \"$gtin\", \"batch\": \"$batch\", \"level\": 2,
    \"reason\": \"Không đạt chỉ tiêu độ hòa tan (bài hướng dẫn)\", \"decision\": \"DEMO-78/QĐ-QLD\", \"decided_on\": \"$(date +%Y-%m-%d)\"}")" "recall"
recall=$(pick "d['id']" <"$out/answer")
want 200 "$(ask "$pharmacy" POST /v1/verify -H "$json" -d "{\"gtin\": \"$gtin\", \"serial\": \"$other\", \"batch\": \"$batch\"}")" "verify"
pick "d['colour'] + ': ' + ', '.join(r['code'] for r in d['reasons'])" <"$out/answer"
[ "$(pick "d['colour']" <"$out/answer")" = red ] || fail "a recalled pack is not red"
want 200 "$(ask "$office" GET "/v1/recalls/$recall/holders")" "holders"
pick "'\n'.join('{:>6}  {}'.format(p['held'], p['party_name']) for p in d['places'])" <"$out/answer"

printf '\nDone. Look at %s/labels.pdf, %s/photo.jpg and %s/thu-hoi/%s\n' "$out" "$out" "$url" "$recall"
