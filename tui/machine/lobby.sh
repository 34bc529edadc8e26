# shellcheck shell=bash
# The lobby kiosk: which terminal it gets, and the loop inside it that starts the app again. kiosk.sh sources this for
# `--kiosk` and `--supervise`, after the environment is set up; VENV, ROUNDSMAN_ROOT, say and give_up are its.
#
# The loop stands inside the terminal: cage loses the exit code of what it runs, and a terminal that comes up anew
# after every crash would show the machine behind it.

RESTART=75 NO_TERMINAL=2 HUNG_UP=129  # the endings of tui/launch.py, and of a loop whose terminal went away

find_logs() {  # $@: the arguments of the app
    local data=${ROUNDSMAN_DATA:-${XDG_DATA_HOME:-${HOME:-/tmp}/.local/share}/roundsman}
    while [ $# -gt 0 ]; do
        case $1 in
            --data) data=${2:-$data} ;;
            --data=*) data=${1#--data=} ;;
        esac
        shift
    done
    LOGS=$data/logs
    mkdir -p -- "$LOGS" 2>/dev/null || true
}

# One line in kiosk.log, beside the app's own log; the last three files of 200 kB are kept.
note() {
    local log=$LOGS/kiosk.log
    {
        if [ "$(wc -c <"$log")" -gt 200000 ]; then
            mv -f -- "$log.2" "$log.3"
            mv -f -- "$log.1" "$log.2"
            mv -f -- "$log" "$log.1"
        fi
        printf '%(%F %T)T %d %s\n' -1 $$ "$*" >>"$log"
    } 2>/dev/null || true
}

# Said where somebody sees it before the app covers it, and kept.
heed() {
    say "$@"
    note "$*"
    sleep 5
}

# What a program that died in the middle leaves switched on: raw keys, the second screen, mouse and paste reports, the
# keyboard protocol, a hidden cursor, colours. On the bare console also the blanking.
give_back_terminal() {
    stty sane 2>/dev/null || true
    printf '\e[?2026l\e[?1049l\e[?1000l\e[?1002l\e[?1003l\e[?1006l\e[?1015l\e[?1004l\e[?2004l\e[<u\e[?25h\e[0m\e[2J\e[H'
    [ "${TERM:-}" != linux ] || printf '\e[9;0]\e[14;0]'
}

# What was typed while nothing was there to answer must not act on what comes up.
forget_keys() {
    local _
    while read -rs -t 0.01 -n 1000 _; do :; done
    stty echo 2>/dev/null || true
}

say_restarting() {  # $1: seconds
    [ "${TERM:-}" = linux ] || printf '\n  巡区正在重新启动，%d 秒后恢复。已保存的内容都在。\n' "$1"
    printf '\n  Roundsman starts again in %d s. Everything saved is kept.\e[?25l\n' "$1"
}

# Waits for the one thing that runs; a signal to us is handed on to it, and waited for all the same.
attend() {
    child=$1
    local ended
    while :; do
        disturbed=''
        wait "$child"
        ended=$?
        [ -n "$disturbed" ] || break
    done
    child=''
    return "$ended"
}

hand_on() {  # $1: the signal, $2: our own exit code
    disturbed=1 told=$2
    [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null || true
}

# The loop: $@ runs until it is left by whoever may, or the terminal goes away. No key ends or stops it. The variable
# tells the app that somebody starts it again.
supervise() {
    local pause=1 begun ended
    child='' told='' disturbed=''
    trap '' INT QUIT TSTP
    trap "hand_on TERM $HUNG_UP" HUP
    trap 'hand_on TERM 143' TERM
    export ROUNDSMAN_RESTART_AT=${ROUNDSMAN_RESTART_AT:-04:00}
    while :; do
        forget_keys
        begun=$SECONDS
        note "starts: $*"
        "$@" <&0 &  # in the background, for `wait` alone lets a signal through at once
        attend $!
        ended=$?
        give_back_terminal
        if [ -n "$told" ]; then
            note "told to end; the program ended with $ended"
            return "$told"
        fi
        case $ended in
            0 | "$NO_TERMINAL")
                note "left with $ended"
                return "$ended"
                ;;
            "$RESTART")
                note 'starts afresh for the night'
                pause=1
                continue
                ;;
        esac
        [ $((SECONDS - begun)) -lt 60 ] || pause=1
        note "ended with $ended after $((SECONDS - begun)) s; again in $pause s"
        stty -echo 2>/dev/null || true
        say_restarting "$pause"
        sleep "$pause" &
        attend $!
        [ -z "$told" ] || return "$told"
        pause=$((pause * 2 > 60 ? 60 : pause * 2))
    done
}

have() { command -v "$1" >/dev/null; }

pick_stack() {
    if [ -n "${SSH_CONNECTION:-}" ]; then printf 'here\n'
    elif [ -n "${WAYLAND_DISPLAY:-}" ] && have foot; then printf 'foot\n'
    elif [ -n "${DISPLAY:-}" ] && have xterm; then printf 'xterm\n'
    elif [ -t 0 ] && [ "${TERM:-}" != linux ]; then printf 'here\n'
    elif have cage && have foot && [ "$(id -u)" != 0 ]; then printf 'foot\n'
    elif have xinit && have xterm; then printf 'xterm\n'
    else printf 'here\n'
    fi
}

# What `roundsman install-kiosk` put into /etc may be adapted to the panel; else what the program brings along.
settings() {
    local own=${ROUNDSMAN_ETC:-/etc/roundsman}/$1
    [ -f "$own" ] && printf '%s\n' "$own" || printf '%s\n' "$ROUNDSMAN_ROOT/tui/machine/templates/$1"
}

check_stack() {  # $1: the stack
    local chinese='sudo apt install fonts-noto-cjk fonts-dejavu-core'
    case $1 in
        foot)
            [ -n "${WAYLAND_DISPLAY:-}" ] || have cage || give_up "请运行:  sudo apt install cage xwayland foot" \
                "Run:  sudo apt install cage xwayland foot"
            have foot || give_up "请运行:  sudo apt install foot" "Run:  sudo apt install foot"
            [ -n "${WAYLAND_DISPLAY:-}" ] || [ "$(id -u)" != 0 ] || give_up \
                "cage 不能以 root 运行,请换用普通账户。" "cage does not run as root; use an ordinary account."
            ;;
        xterm)
            have xterm || give_up "请运行:  sudo apt install xterm" "Run:  sudo apt install xterm"
            [ -n "${DISPLAY:-}" ] || have xinit || give_up "请运行:  sudo apt install xinit xserver-xorg" \
                "Run:  sudo apt install xinit xserver-xorg"
            ;;
        here)
            [ "${TERM:-}" != linux ] || heed \
                "This console cannot draw Chinese, so it goes on in English. For Chinese:" \
                "  sudo apt install cage xwayland foot fonts-noto-cjk fonts-dejavu-core"
            return
            ;;
    esac
    if have fc-list && [ -z "$(fc-list :lang=zh-cn family)" ]; then
        heed "没有中文字体,暂以英文显示。请运行:  $chinese" "No font has Chinese; English until then. Run:  $chinese"
        export ROUNDSMAN_LANG=en
    fi
}

# Opens the stack around the loop and ends with the loop's exit code, which the terminals themselves lose.
kiosk() {
    local stack='' code window=()
    case ${1:-} in
        --stack) stack=${2:-?} && shift $(($# > 1 ? 2 : 1)) ;;
        --stack=*) stack=${1#--stack=} && shift ;;
    esac
    case $stack in
        '') stack=$(pick_stack) ;;
        foot | xterm | here) ;;
        *) give_up "--stack: foot, xterm, here" ;;
    esac
    set -- --place kiosk "$@"
    find_logs "$@"
    check_stack "$stack"
    if [ "$stack" = here ]; then
        supervise "${ROUNDSMAN_BIN:-$VENV/bin/roundsman}" "$@"
        exit
    fi
    ENDED=$(mktemp) || give_up "无法写入临时文件夹。" "The folder for temporary files cannot be written to."
    export ENDED
    if [ "$stack" = foot ]; then
        [ -n "${WAYLAND_DISPLAY:-}" ] || window+=(cage -d --)
        window+=(foot --config="$(settings foot.ini)" --fullscreen --log-level=warning)
        window+=("$ROUNDSMAN_ROOT/kiosk.sh" --supervise "$@")
    else
        export XENVIRONMENT
        XENVIRONMENT=$(settings xterm.resources)
        [ -n "${DISPLAY:-}" ] || window+=(xinit)
        window+=("$(command -v xterm)" -e "$ROUNDSMAN_ROOT/kiosk.sh" --supervise "$@")
        [ -n "${DISPLAY:-}" ] || window+=(-- :0 "vt${XDG_VTNR:-1}" -keeptty -nolisten tcp -s 0 -dpms)
    fi
    note "opens ${window[0]}"
    child='' told='' disturbed=''
    local end=TERM
    [ "${window[0]}" != cage ] || end=HUP  # cage fails at TERM; the others do not always hear HUP
    trap 'hand_on $end 0' HUP TERM INT
    # The terminal's own complaints, line by line, so that the log stays small in a terminal that stands for months; the
    # app draws on the terminal inside.
    "${window[@]}" <&0 > >(trap '' HUP TERM INT; while IFS= read -r line; do note "$line"; done) 2>&1 &
    attend $!
    for _ in {1..50}; do  # the app may still be saving
        [ ! -s "$ENDED" ] && [ ! -e "$ENDED.left" ] || break
        sleep 0.1
    done
    if [ -e "$ENDED.left" ]; then code=0; else code=$(cat -- "$ENDED" 2>/dev/null); fi
    rm -f -- "$ENDED" "$ENDED.left"
    note "${window[0]} is gone; the loop ended with ${code:-nothing}"
    [ "${code:-$HUNG_UP}" != "$HUNG_UP" ] || code=1
    exit "${told:-$code}"
}

# What kiosk.sh hands on: the kiosk as it is asked for, or the loop in the terminal that it opened.
lobby() {
    if [ "$1" = --kiosk ]; then
        kiosk "${@:2}"
    fi
    find_logs "${@:2}"
    supervise "${ROUNDSMAN_BIN:-$VENV/bin/roundsman}" "${@:2}"
    code=$?
    # Whoever leaves with a PIN may have come because the disk is full: another name takes no room.
    [ "$code" = 0 ] && mv -- "$ENDED" "$ENDED.left" 2>/dev/null || printf '%s\n' "$code" >"$ENDED"
    exit "$code"
}
