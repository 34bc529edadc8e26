#!/usr/bin/env bash
# Roundsman (巡区): sets itself up on first use, then runs the app full screen.
#
#   ./kiosk.sh [ARGUMENT ...]    the app in this terminal, or a command; arguments are handed on to `roundsman`
#   ./kiosk.sh --kiosk [--stack foot|xterm|here] [ARGUMENT ...]
#                                the lobby: a terminal without a way out, and the app started again whatever ends it
#   ./kiosk.sh --with camera ... either of these, with the libraries of an extra of pyproject.toml from now on
#
# The stack: foot, in cage unless a Wayland session is there; xterm, with an X server of its own unless one is there;
# or the terminal it is in. Without --stack the best one that is installed. What the kiosk reads from the environment:
#   ROUNDSMAN_BIN         the program to run and watch over, instead of this folder's own `roundsman`
#   ROUNDSMAN_RESTART_AT  from when it may start afresh in a quiet minute of the night (04:00), or `never`
#
# All it expects is python3 (3.11 or later) with venv. tests/run sources this file for the functions, so sourcing it
# must do nothing. What goes wrong here is said on stderr and ends with exit code 3; stdout belongs to the program
# (`./kiosk.sh status --json` is read by scripts), and its stderr is never redirected: Textual draws on it.

ROUNDSMAN_ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P) || exit 3
VENV=${ROUNDSMAN_VENV:-$ROUNDSMAN_ROOT/.venv}
case $VENV in /*) ;; *) VENV=$PWD/$VENV ;; esac

say() { printf '%s\n' "$@" >&2; }

give_up() {
    say "$@"
    exit 3
}

# Prints the first Python that is new enough and can make a virtual environment.
find_python() {
    local candidate newest='' without_venv=''
    for candidate in python3 python3.13 python3.12 python3.11; do
        "$candidate" -c '' 2>/dev/null || continue
        newest=${newest:-$("$candidate" -c 'import platform; print(platform.python_version())')}
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        say "缺少 Python 的 venv 模块。请运行:  sudo apt install $without_venv-venv" \
            "Python's venv module is missing. Run:  sudo apt install $without_venv-venv"
    elif [ -n "$newest" ]; then
        say "需要 Python 3.11 或更高版本,这里是 $newest。请运行:  sudo apt install python3 python3-venv" \
            "Python 3.11 or later is needed, this is $newest. Run:  sudo apt install python3 python3-venv"
    else
        say "找不到 Python。请运行:  sudo apt install python3 python3-venv" \
            "There is no Python. Run:  sudo apt install python3 python3-venv"
    fi
    return 1
}

# What the environment was made from. Another Python, another folder or another line in either file renews it.
fingerprint() {
    { printf '%s\n' "$ROUNDSMAN_ROOT" "$(readlink -f -- "$VENV/bin/python")"
      cat -- "$ROUNDSMAN_ROOT/pyproject.toml" "$ROUNDSMAN_ROOT/constraints.txt"; } | cksum
}

# The stamp holds the fingerprint and what was installed: `.`, or `.[camera]` with every extra that was ever asked for.
# One that begins otherwise is of an installation that was cut short; the extras it names are still wanted.
STAMP=$VENV/roundsman.installed

# Prints what is to be there: the extras of the last time, and those that are asked for.
wanted() {  # $@: extras
    local stamp='' all='' name
    [ ! -f "$STAMP" ] || stamp=$(cat -- "$STAMP")
    case $stamp in *'['*']') all=${stamp##*\[} all=${all%]} ;; esac
    for name; do
        case ,$all, in
            *,"$name",*) ;;
            *) all+=${all:+,}$name ;;
        esac
    done
    printf '.%s\n' "${all:+[$all]}"
}

is_current() {  # $1: what is wanted
    [ -x "$VENV/bin/python" ] && [ -f "$STAMP" ] && [ "$(cat -- "$STAMP")" = "$(fingerprint) $1" ]
}

# Prints the names of the extras that pyproject.toml offers.
extras() {
    local line inside=''
    while IFS= read -r line; do
        case $line in
            '[project.optional-dependencies]') inside=1 ;;
            '['*) inside='' ;;
            [a-z]*' = ['*) [ -z "$inside" ] || printf '%s\n' "${line%% *}" ;;
        esac
    done <"$ROUNDSMAN_ROOT/pyproject.toml"
}

pip_install() {
    (cd -- "$ROUNDSMAN_ROOT" && "$VENV/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
        -c constraints.txt "$@") </dev/null >&2
}

put_stamp() {
    printf '%s\n' "$1" >"$STAMP.new" && mv -- "$STAMP.new" "$STAMP"
}

install() {  # $@: extras
    local python wanted before=''
    # Two starts at the same time: the second waits here and finds the work done.
    if command -v flock >/dev/null; then
        exec 9<"$ROUNDSMAN_ROOT" && flock 9
    fi
    wanted=$(wanted "$@")
    if ! is_current "$wanted"; then
        [ ! -e "$VENV" ] || [ -w "$VENV" ] || give_up \
            "$VENV 只有其所有者可以更改。请在命令前加 sudo 再运行一次。" \
            "Only its owner can change $VENV. Run this once more with sudo before it."
        say "正在准备运行环境,首次约需一两分钟……" "Setting up; the first time takes a minute or two ..."
        # The library of an extra that cannot be fetched must not keep back an app that works.
        ! is_current "$(wanted)" || before=$(wanted)
        if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
            python=$(find_python) || exit 3
            if [ ! -e "$VENV/pyvenv.cfg" ] && [ -n "$(ls -A -- "$VENV" 2>/dev/null)" ]; then
                give_up "$VENV 里已有别的东西,不能用作运行环境。" "$VENV holds something else; it is left alone."
            fi
            before=''
            # What may be there belongs to a Python that is gone, or was cut short. The stamp goes with it.
            "$python" -m venv --clear -- "$VENV" || give_up \
                "无法在 $VENV 建立运行环境。可用 ROUNDSMAN_VENV 指定另一个可写的文件夹。" \
                "Cannot make an environment in $VENV. Set ROUNDSMAN_VENV to a folder that can be written to."
        fi
        put_stamp "unfinished $wanted"  # until the end: an install cut short is done again
        # The build tool is pinned too, so nothing is fetched that constraints.txt does not name.
        if ! { pip_install setuptools && pip_install --no-build-isolation -e "$wanted"; }; then
            if [ -n "$before" ]; then
                put_stamp "$(fingerprint) $before"
                say "加装没有成功,程序照常可用。" "It was not added; the app works as before."
            fi
            give_up "安装没有完成。请检查网络后重试,已下载的部分不会丢失。" \
                "The installation did not finish. Check the network and try again; what was downloaded is kept."
        fi
        # Whoever may only read this folder would else compile it at every start, for a second or two.
        "$VENV/bin/python" -m compileall -q -- "$ROUNDSMAN_ROOT"/{checkpoints,store,tui} >&2 || true
        put_stamp "$(fingerprint) $wanted"
    fi
    exec 9<&-
}

set_up() {  # $@: extras that must be there; those of the last time are kept
    # Each of these makes Textual draw elsewhere, press keys by itself, or let Ctrl+C through.
    unset TEXTUAL TEXTUAL_DRIVER TEXTUAL_PRESS TEXTUAL_LOG TEXTUAL_DEBUG TEXTUAL_ALLOW_SIGNALS
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
        *)
            unset LC_ALL LC_CTYPE
            export LANG=C.UTF-8
            ;;
    esac
    is_current "$(wanted "$@")" || install "$@"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    with=()
    while :; do
        case ${1:-} in
            --with) with+=("${2:-}") && shift $(($# > 1 ? 2 : 1)) ;;
            --with=*) with+=("${1#--with=}") && shift ;;
            *) break ;;
        esac
    done
    [ ${#with[@]} = 0 ] || offered=$(extras)
    for extra in "${with[@]}"; do
        case $'\n'$offered$'\n' in
            *$'\n'"${extra:-?}"$'\n'*) ;;
            *) give_up "--with: ${offered//$'\n'/, }" ;;
        esac
    done
    set_up "${with[@]}"
    case ${1:-} in
        --kiosk | --supervise)
            . "$ROUNDSMAN_ROOT/tui/machine/lobby.sh"
            lobby "$@"
            ;;
    esac
    exec "$VENV/bin/roundsman" "$@"
fi
