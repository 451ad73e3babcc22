for url in http://web/hostname http://db:5432/hostname http://db.shop.svc.cluster.local:5432/hostname; do
  said=$(curl -s -o /dev/null -m 3 -w '%{http_code} %{exitcode} %{time_total}' $url)
  case $said in '200 0 0.'*) ;; *) echo "BAD $url $said" ;; esac
done
for node in NODES; do
  said=$(curl -s -o /dev/null -m 3 -w '%{http_code} %{exitcode}' http://$node:30080/hostname)
  [ "$said" = '200 0' ] || echo "BAD http://$node:30080 $said"
done
for address in ADDRESSES; do
  said=$(ping -q -n -c 5 -i 0.2 -W 1 -M do -s SIZE $address 2>&1)
  case $said in *' 0% packet loss'*) ;; *) echo "BAD ping $address $(echo "$said" | tail -n 2)" ;; esac
  case $said in *'= 0.'* | *"$(hostname -i) "*) ;; *'rtt'*) echo "BAD ping $address $(echo "$said" | tail -n 1)" ;; esac
done
echo DONE
