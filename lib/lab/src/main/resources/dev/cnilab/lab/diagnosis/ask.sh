# Asks from the network namespace of one pod. Prints a line for each question that got no answer, or not each time:
# KIND|what was asked|how that ended
# The table's row: a name also matches others that it is a part of.
id=$(crictl pods --state ready --namespace NAMESPACE --name POD 2>/dev/null | sed -n 's/^\([0-9a-f]\{13,\}\) .* Ready  *POD  *NAMESPACE .*/\1/p' | head -n 1)
pid=$(crictl inspectp "$id" 2>/dev/null | sed -n 's/^    "pid": *\([1-9][0-9]*\).*/\1/p' | head -n 1)
[ -n "$pid" ] || { echo "unseen|anything|crictl finds no sandbox of pod POD"; exit 0; }
# A plugin sets the limit of its pods' packets on their route, or on their link.
mtu=$({ nsenter -t "$pid" -n ip route show default; nsenter -t "$pid" -n ip -o link show eth0; } 2>/dev/null | sed -n 's/.* mtu \([0-9]*\).*/\1/p' | head -n 1)
for address in ADDRESSES; do
  big="ping -n -q -c 3 -i 0.2 -W 1 -M do -s $((${mtu:-1450} - 28)) $address"
  said=$(nsenter -t "$pid" -n $big 2>&1)
  case $said in *' 0% packet loss'*) continue ;; esac
  small="ping -n -q -c 5 -i 0.2 -W 1 $address"
  answer=$(nsenter -t "$pid" -n $small 2>&1)
  case $answer in
    *' 0% packet loss'*) echo "big|$big|$(echo "$said" | grep 'packet loss')" ;;
    *'packet loss'*) echo "pod|$small|$(echo "$answer" | grep 'packet loss')" ;;
  esac
done
# Few nodes have nc or dig; most have bash, which can do without.
has() { command -v "$1" >/dev/null 2>&1; }
asks() { nsenter -t "$pid" -n "$@"; }
reach() {
  if has nc; then
    line="nc -z -w 3 $1 $2"
    asks $line
  else
    line="timeout 3 bash -c '</dev/tcp/$1/$2'"
    asks timeout 3 bash -c "</dev/tcp/$1/$2"
  fi >/dev/null 2>&1
}
# The DNS server's answer to a question that is written out: its fourth byte says how that ended, 0 for well.
raw='exec 3<>/dev/udp/DNS/53
printf "\1\1\1\0\0\1\0\0\0\0\0\0\12kubernetes\7default\3svc\7cluster\5local\0\0\1\0\1" | dd bs=512 iflag=fullblock >&3 2>/dev/null
timeout 1 dd bs=512 count=1 <&3 2>/dev/null | od -An -tu1 -j3 -N1'
resolve() {
  if has dig; then
    line="dig @DNS kubernetes.default.svc.cluster.local"
    answer=$(asks dig +time=1 +tries=3 @DNS kubernetes.default.svc.cluster.local 2>&1)
    case $answer in *'status: NOERROR'*) return 0 ;; esac
    answer=$(echo "$answer" | grep -E 'status:|;; ' | tail -n 1)
  else
    line="nslookup kubernetes.default.svc.cluster.local DNS"
    for try in 1 2 3; do
      answer=$(asks bash -c "$raw" 2>/dev/null | tr -d ' ')
      [ -n "$answer" ] && [ $((answer % 16)) = 0 ] && return 0
    done
    answer=${answer:+error $((answer % 16))}
  fi
  return 1
}
# What the node's own DNS server says, whatever it is: an answer has come from outside, and to here.
answers() { "$@" dig +time=1 +tries=2 "@$upstream" . NS 2>/dev/null | grep -q 'status:'; }
if has nc || { has bash && has timeout; }; then
  for service in SERVICES; do
    reach "${service%:*}" "${service#*:}" || echo "service|$line|status 1"
  done
  for port in NODE_PORTS; do
    reach "${port%:*}" "${port#*:}" || echo "port|$line|status 1"
  done
else
  echo "unseen|Services|there is neither nc nor bash"
fi
upstream=$(sed -n 's/^nameserver  *//p' /etc/resolv.conf 2>/dev/null | grep -v '^127\|:' | head -n 1)
if [ -n "$upstream" ] && has dig && answers env; then
  answers nsenter -t "$pid" -n || echo "outside|dig @$upstream . NS|no answer, which the node itself gets"
fi
[ -n DNS ] || exit 0
if has dig || { has bash && has timeout && has od; }; then
  resolve || echo "name|$line|${answer:-no answer}"
else
  echo "unseen|names|there is neither dig nor bash"
fi
