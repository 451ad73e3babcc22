# Asks from the network namespace of one pod. Prints a line for each question that got no answer, or not each time:
# KIND|what was asked|how that ended
id=$(crictl pods -q --state ready --namespace NAMESPACE --name POD 2>/dev/null | head -n 1)
pid=$(crictl inspectp "$id" 2>/dev/null | sed -n 's/.*"pid": *\([1-9][0-9]*\).*/\1/p' | head -n 1)
[ -n "$pid" ] || exit 0
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
for service in SERVICES; do
  nsenter -t "$pid" -n nc -z -w 3 "${service%:*}" "${service#*:}" >/dev/null 2>&1 ||
    echo "service|nc -z -w 3 ${service%:*} ${service#*:}|status 1"
done
[ -n DNS ] || exit 0
answer=$(nsenter -t "$pid" -n dig +time=1 +tries=3 @DNS kubernetes.default.svc.cluster.local 2>&1)
case $answer in
  *'status: NOERROR'*) ;;
  *) echo "name|dig @DNS kubernetes.default.svc.cluster.local|$(echo "$answer" | grep -E 'status:|;; ' | tail -n 1)" ;;
esac
