package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.ConnectedMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that iptables 1.8.9 of Debian 12 refuses, in its words. */
class RefusedRulesTest {
  @AutoClose private final ConnectedMachine machine = new ConnectedMachine();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          -m tcp --dport 80 -j DROP               | TCP match requires '-p tcp'
          -p udp -m tcp --dport 1 -j DROP         | TCP match requires '-p tcp'
          -m multiport --dports 80 -j DROP        | multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'
          -j DROP -j ACCEPT                       | multiple -j flags not allowed
          -j DROP -g MINE                         | multiple -j flags not allowed
          ! -s 1.2.3.4 ! -g MINE                  | cannot have ! before -j
          ! -s 1.2.3.4 ! -j DROP                  | cannot have ! before -j
          -p tcp --tcp-flags SYN -j DROP          | --tcp-flags requires two args.
          -t mangle -j MARK --set-mark rubbish    | MARK: bad integer value for option "--set-mark", or out of range.
          -m mark --mark zz -j DROP               | mark: bad integer value for option "--mark", or out of range.
          -t mangle -j TTL --ttl-set 999          | TTL: bad value for option "--ttl-set", or out of range (0-255).
          -j LOG --log-level nosuch               | log level "nosuch" unknown
          -m state --state NEW,BOGUS -j DROP      | Bad state "BOGUS"
          -m conntrack --ctstate BOGUS -j DROP    | Bad ctstate "BOGUS"
          -m limit --limit 5/fortnight -j DROP    | bad rate "5/fortnight"'
          -m addrtype --dst-type NOSUCH -j DROP   | addrtype: bad type "NOSUCH"
          -m statistic --mode bogus -j DROP       | Bad mode "bogus"
          -m mac --mac-source zz -j DROP          | Invalid MAC address specified.
          """)
  void an_invalid_rule_is_rejected_in_the_words_of_iptables(String rule, String words) {
    assertThat(machine.sh("iptables -A INPUT " + rule))
        .startsWith("iptables v1.8.9 (nf_tables): " + words + "\n")
        .endsWith("Try `iptables -h' or 'iptables --help' for more information.\n");
  }
}
