package dev.cnilab.netsim.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.Topology;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch.InSet.Part;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IpSetTest {
  private final IpSets sets = new IpSets(() -> 0, TableMemory.ofMachine());

  private boolean has(String set, String address) {
    return sets.contains(set, new SetLookup(Ipv4Address.parse(address), 6, 80));
  }

  private static SetEntry.Net net(String prefix) {
    return new SetEntry.Net(Ipv4Prefix.parse(prefix), false);
  }

  @Test
  void the_longest_prefix_decides_even_if_it_is_a_nomatch_entry() {
    IpSet nets = sets.create("nets", SetType.HASH_NET);
    nets.add(net("10.0.0.0/8"));
    nets.add(new SetEntry.Net(Ipv4Prefix.parse("10.1.0.0/16"), true));
    nets.add(net("10.1.2.0/24"));

    assertThat(has("nets", "10.2.0.1")).isTrue();
    assertThat(has("nets", "10.1.0.1")).isFalse();
    assertThat(has("nets", "10.1.2.1")).isTrue();
    assertThat(has("nets", "11.0.0.1")).isFalse();
  }

  @Test
  void an_ip_port_entry_matches_only_its_address_and_protocol() {
    IpSet ports = sets.create("ports", SetType.HASH_IP_PORT);
    ports.add(new SetEntry.AddressPort(Ipv4Address.parse("10.0.0.1"), 6, 80));

    assertThat(has("ports", "10.0.0.1")).isTrue();
    assertThat(has("ports", "10.0.0.2")).isFalse();
    assertThat(sets.contains("ports", new SetLookup(Ipv4Address.parse("10.0.0.1"), 17, 80)))
        .isFalse();
    assertThat(ports.entries()).extracting(SetEntry::toString).containsExactly("10.0.0.1,tcp:80");
  }

  @Test
  void a_list_set_looks_up_its_members_by_name_after_a_swap() {
    sets.create("one", SetType.HASH_IP).add(new SetEntry.Address(Ipv4Address.parse("10.0.0.1")));
    sets.create("two", SetType.HASH_IP);
    sets.create("all", SetType.LIST_SET).add(new SetEntry.Member("two"));

    assertThat(has("all", "10.0.0.1")).isFalse();
    sets.swap("one", "two");
    assertThat(has("all", "10.0.0.1")).isTrue();
    assertThat(has("one", "10.0.0.1")).isFalse();
  }

  @Test
  void duplicate_sets_wrong_entry_types_and_unknown_sets_are_rejected() {
    IpSet set = sets.create("set", SetType.HASH_IP);

    assertThatThrownBy(() -> sets.create("set", SetType.HASH_IP))
        .isInstanceOfSatisfying(
            ErrnoException.class, refused -> assertThat(refused.errno()).isEqualTo(Errno.EEXIST));
    assertThatThrownBy(() -> set.add(net("10.0.0.0/8")))
        .isInstanceOfSatisfying(
            ErrnoException.class, refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
    assertThatThrownBy(() -> sets.destroy("other"))
        .isInstanceOfSatisfying(
            ErrnoException.class, refused -> assertThat(refused.errno()).isEqualTo(Errno.ENOENT));
  }

  @Test
  void a_rule_matches_the_current_entries_of_its_set() {
    try (Topology net = new Topology()) {
      net.run(
          () -> {
            net.router().sets().create("friends", SetType.HASH_IP);
            net.router()
                .iptables()
                .table(TableName.FILTER)
                .chain("FORWARD")
                .orElseThrow()
                .append(
                    new Rule(
                        List.of(
                            new Match.Not(new KnowledgeMatch.InSet("friends", List.of(Part.SRC)))),
                        new Target.Drop()));
          });
      assertThat(net.ping(net.client(), Topology.SERVER).reply()).isEmpty();

      net.run(
          () -> {
            IpSet friends = net.router().sets().find("friends").orElseThrow();
            friends.add(new SetEntry.Address(Topology.CLIENT));
            friends.add(new SetEntry.Address(Topology.SERVER));
          });
      assertThat(net.ping(net.client(), Topology.SERVER).reply()).isPresent();
    }
  }

  @Test
  void an_expired_entry_is_absent_and_frees_its_place() {
    long[] now = {0};
    IpSetOptions two = new IpSetOptions(64, 2, Optional.of(Duration.ofSeconds(1)), false, false);
    IpSet set =
        new IpSets(() -> now[0], TableMemory.ofMachine()).create("short", SetType.HASH_IP, two);
    SetEntry first = new SetEntry.Address(Ipv4Address.parse("10.0.0.1"));
    set.add(first);
    set.add(new SetEntry.Address(Ipv4Address.parse("10.0.0.2")));
    assertThat(set.has(first)).isTrue();
    now[0] = Duration.ofSeconds(1).toNanos();

    assertThat(set.has(first)).isFalse();
    assertThatThrownBy(() -> set.remove(first)).hasMessage(Errno.ENOENT.text());
    set.add(first);
    set.add(new SetEntry.Address(Ipv4Address.parse("10.0.0.3")));
    assertThat(set.entries())
        .extracting(SetEntry::toString)
        .containsExactly("10.0.0.1", "10.0.0.3");
  }

  /** The clock is read once for each entry that may have expired, so its reads count the visits. */
  @Test
  void a_lookup_does_not_visit_other_entries() {
    int[] looks = {0};
    IpSets timed = new IpSets(() -> looks[0]++, TableMemory.ofMachine());
    IpSetOptions lasting =
        new IpSetOptions(64, 9999, Optional.of(Duration.ofDays(1)), false, false);
    IpSet set = timed.create("timed", SetType.HASH_IP, lasting);
    for (int i = 0; i < 1000; i++) {
      set.add(new SetEntry.Address(new Ipv4Address(i)));
    }
    looks[0] = 0;
    set.add(new SetEntry.Address(new Ipv4Address(5000)));
    assertThat(timed.contains("timed", new SetLookup(new Ipv4Address(5000), 6, 80))).isTrue();

    assertThat(looks[0]).isBetween(1, 9);
  }
}
