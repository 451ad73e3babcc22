# Sourced by ./lab. Detects the system, and how missing software is installed there.
# shellcheck shell=bash

os_release() { cat /etc/os-release 2>/dev/null; }

# os_field NAME: a field of /etc/os-release.
os_field() { os_release | sed -n "s/^$1=\"\{0,1\}\([^\"]*\)\"\{0,1\}$/\1/p"; }

is_wsl() { [[ $(uname -r) == *[Mm]icrosoft* ]]; }

system_name() {
    local name
    if [[ $(uname) == Darwin ]]; then
        name=macOS
    else
        name=$(os_field PRETTY_NAME)
    fi
    echo "${name:-$(uname)}$(is_wsl && echo ", in WSL")"
}

package_manager() {
    if [[ $(uname) == Darwin ]]; then
        echo brew
    elif command -v apt-get >/dev/null; then
        echo apt
    elif command -v dnf >/dev/null; then
        echo dnf
    fi
}

# The system's JDK package: the newest long-term release that it has; empty if it has none.
jdk_package() {
    local name
    case $(package_manager) in
        apt)
            for name in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
                apt-cache show "$name" >/dev/null 2>&1 || continue
                echo "$name"
                return
            done
            ;;
        dnf)
            local version
            version=$(os_field VERSION_ID)
            [[ $version =~ ^[0-9]+$ && $version -lt 43 ]] && echo java-21-openjdk-devel || echo java-25-openjdk-devel
            ;;
        brew) echo openjdk ;;
    esac
}

# packages_of THING…: the system's names for jdk, maven and python; other names already are packages.
packages_of() {
    local each names=()
    for each in "$@"; do
        case $each in
            jdk) names+=("$(jdk_package)") ;;
            python)
                case $(package_manager) in
                    apt) names+=(python3-venv) ;;
                    dnf) names+=(python3) ;;
                    *) names+=(python) ;;
                esac
                ;;
            *) names+=("$each") ;;
        esac
    done
    echo ${names[@]+"${names[@]}"}
}

# remedy THING…: the command that installs them on this system.
remedy() {
    local each others=() jdk=
    for each in "$@"; do
        if [[ $each == jdk && -z $(jdk_package) ]]; then jdk=none; else others+=("$each"); fi
    done
    [[ -z $jdk ]] || no_jdk_package
    [[ ${#others[@]} -gt 0 ]] || return 0
    case $(package_manager) in
        apt) echo "  sudo apt-get update && sudo apt-get install -y $(packages_of "${others[@]}")" ;;
        dnf) echo "  sudo dnf install $(packages_of "${others[@]}")" ;;
        brew) echo "  brew install $(packages_of "${others[@]}")" ;;
        *) echo "  install a JDK 21 or newer (with jshell), Maven and Python 3.10 or newer, or set JAVA_HOME and PATH if they are there" ;;
    esac
}

# Debian 12 and Ubuntu before 22.04 have no recent enough JDK.
no_jdk_package() {
    case $(package_manager) in
        apt) echo "  $(system_name) has no package of a JDK 21 or newer. Install Eclipse Temurin, or with SDKMAN: sdk install java 25-tem" ;;
        *) echo "  install a JDK 21 or newer, for example Eclipse Temurin" ;;
    esac
}

# In WSL, Windows' own disks are slow, and so is everything that is installed on them.
slow_place() {
    if is_wsl && [[ $root == /mnt/* ]]; then
        tell "  slow     its disk                  it is one of Windows; clone into your Linux home (~) instead"
    fi
}
