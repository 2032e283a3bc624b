#!/bin/sh
# Installs the folder it lies in for whoever calls it, without root; --remove takes it away again.
# The data folder (people, sessions, diary) is never touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
place=$share/coach-app

remove() {
  rm -rf "$place"
  rm -f "$bin/coach" "$share/applications/coach.desktop" "$share/metainfo/coach.metainfo.xml"
  rm -f "$share"/icons/hicolor/*/apps/coach.png "$share/icons/hicolor/scalable/apps/coach.svg"
}

refresh() {
  if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$share/applications" || true
  fi
}

if [ "${1:-}" = --remove ]; then
  remove
  refresh
  echo "Coach is removed. Your training data is kept."
  exit 0
fi

test -x "$here/coach" || { echo "The program is not beside this file: unpack all of the archive."; exit 1; }
case $here in "$place"*) echo "Coach is installed already."; exit 0 ;; esac
remove
mkdir -p "$place" "$bin" "$share/applications" "$share/metainfo"
cp -R "$here/." "$place/"
ln -s "$place/coach" "$bin/coach"
app=$place/_internal/assets/app
# desktops do not look into ~/.local/bin everywhere, so the whole path is told
sed "s|^Exec=coach|Exec=\"$place/coach\"|; s|^TryExec=.*|TryExec=$place/coach|" "$app/coach.desktop" \
  >"$share/applications/coach.desktop"
cp "$app/coach.metainfo.xml" "$share/metainfo/"
for picture in "$app"/coach-*.png; do
  size=${picture##*-}
  size=${size%.png}
  mkdir -p "$share/icons/hicolor/${size}x$size/apps"
  cp "$picture" "$share/icons/hicolor/${size}x$size/apps/coach.png"
done
mkdir -p "$share/icons/hicolor/scalable/apps"
cp "$app/coach.svg" "$share/icons/hicolor/scalable/apps/"
refresh
echo "Coach is in the menu of your desktop now. In a terminal: $bin/coach"
echo "To remove it: $place/install.sh --remove"
