cd /sandbox
printf 'b 2\na 1\nc 3\na 1\n' > f; printf 'one\ntwo\nthree\n' > g; printf 'a x\nb y\n' > s1; printf 'a 1\nc 2\n' > s2; mkdir d; printf 'deep\n' > d/e; printf '' > empty; printf 'no end' > n; printf '{"a":[1,2,{"b":"x"}],"c":null}' > j.json
