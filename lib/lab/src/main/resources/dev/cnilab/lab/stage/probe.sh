unserved() {
  case $2 in
    000) echo "BAD curl $1: no answer, exit status $3" ;;
    *) echo "BAD curl $1: HTTP $2, exit status $3, after $4 s" ;;
  esac
}
get='curl -s -o /dev/null -m 3 -w %{http_code}_%{exitcode}_%{time_total}'
for url in http://web/hostname http://db:5432/hostname http://db.shop.svc.cluster.local:5432/hostname; do
  said=$($get $url | tr _ ' ')
  case $said in '200 0 0.'*) ;; *) unserved $url $said ;; esac
done
for node in NODES; do
  said=$($get http://$node:30080/hostname | tr _ ' ')
  case $said in '200 0 '*) ;; *) unserved http://$node:30080/hostname $said ;; esac
done
for address in ADDRESSES; do
  said=$(ping -q -n -c 5 -i 0.2 -W 1 -M do -s SIZE $address 2>&1)
  case $said in *' 0% packet loss'*) ;; *) echo "BAD ping $address: $(echo "$said" | tail -n 2)" ;; esac
  case $said in *'= 0.'* | *"$(hostname -i) "*) ;; *'rtt'*) echo "BAD ping $address: $(echo "$said" | tail -n 1)" ;; esac
done
echo DONE
