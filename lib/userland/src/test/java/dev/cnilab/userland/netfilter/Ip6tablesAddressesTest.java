package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Addresses in rules for IPv6; the answers are those of ip6tables 1.8.9 on Debian 12. */
class Ip6tablesAddressesTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  @Test
  void ip6tables_keeps_shows_and_restores_addresses() {
    SandboxMachine.Result result =
        machine.sh(
            """
            PATH=/usr/sbin:/usr/bin; exec 2>&1
            ip6tables -A INPUT -s fd00:0:0::1 -d fe80::/10 -p tcp -j DROP
            ip6tables -A INPUT ! -d ::1/128 -s fd00:1::7/32 -j ACCEPT
            ip6tables -A INPUT -s ::/0 -d 2001:db8::ff,2001:db8::fe -j ACCEPT
            ip6tables -S INPUT
            ip6tables -L INPUT -n
            ip6tables -L INPUT -n -v
            ip6tables -A INPUT -s 10.0.0.1 -j DROP; echo $?
            ip6tables -A INPUT -s fd00::/129 -j DROP; echo $?
            ip6tables -A INPUT -s fd00::g -j DROP; echo $?
            ip6tables -D INPUT -s fd00::1/128 -d fe80::/10 -p tcp -j DROP; ip6tables -S INPUT
            ip6tables -v -A FORWARD -s fd00::1 -j DROP
            ip6tables-save | ip6tables-restore; echo $?
            """);

    assertThat(result.out())
        .isEqualTo(
            """
            -P INPUT ACCEPT
            -A INPUT -s fd00::1/128 -d fe80::/10 -p tcp -j DROP
            -A INPUT -s fd00:1::/32 ! -d ::1/128 -j ACCEPT
            -A INPUT -d 2001:db8::ff/128 -j ACCEPT
            -A INPUT -d 2001:db8::fe/128 -j ACCEPT
            Chain INPUT (policy ACCEPT)
            target     prot opt source               destination        \s
            DROP       6    --  fd00::1              fe80::/10          \s
            ACCEPT     0    --  fd00:1::/32         !::1                \s
            ACCEPT     0    --  ::/0                 2001:db8::ff       \s
            ACCEPT     0    --  ::/0                 2001:db8::fe       \s
            Chain INPUT (policy ACCEPT 0 packets, 0 bytes)
             pkts bytes target     prot opt in     out     source               destination        \s
                0     0 DROP       6    --  *      *       fd00::1              fe80::/10          \s
                0     0 ACCEPT     0    --  *      *       fd00:1::/32         !::1                \s
                0     0 ACCEPT     0    --  *      *       ::/0                 2001:db8::ff       \s
                0     0 ACCEPT     0    --  *      *       ::/0                 2001:db8::fe       \s
            ip6tables v1.8.9 (nf_tables): host/network `10.0.0.1' not found
            Try `ip6tables -h' or 'ip6tables --help' for more information.
            2
            ip6tables v1.8.9 (nf_tables): invalid mask `129' specified
            Try `ip6tables -h' or 'ip6tables --help' for more information.
            2
            ip6tables v1.8.9 (nf_tables): host/network `fd00::g' not found
            Try `ip6tables -h' or 'ip6tables --help' for more information.
            2
            -P INPUT ACCEPT
            -A INPUT -s fd00:1::/32 ! -d ::1/128 -j ACCEPT
            -A INPUT -d 2001:db8::ff/128 -j ACCEPT
            -A INPUT -d 2001:db8::fe/128 -j ACCEPT
            DROP  all opt -- in * out *  fd00::1  -> ::/0 \s
            0
            """);
  }
}
