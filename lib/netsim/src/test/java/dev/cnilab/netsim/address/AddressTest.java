package dev.cnilab.netsim.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AddressTest {
  @Property(seed = "1")
  void an_ipv4_address_parses_back_from_its_text(@ForAll int bits) {
    Ipv4Address address = new Ipv4Address(bits);

    assertThat(Ipv4Address.parse(address.toString())).isEqualTo(address);
  }

  @Property(seed = "1")
  void a_prefix_contains_its_network_and_broadcast_addresses_and_not_the_next_one(
      @ForAll int bits, @ForAll @IntRange(min = 1, max = 32) int length) {
    Ipv4Prefix prefix = new Ipv4Prefix(new Ipv4Address(bits), length);

    assertThat(Ipv4Prefix.parse(prefix.toString())).isEqualTo(prefix);
    assertThat(prefix.contains(prefix.network().address())).isTrue();
    assertThat(prefix.contains(prefix.broadcast())).isTrue();
    assertThat(prefix.contains(prefix.broadcast().plus(1))).isFalse();
  }

  @Property(seed = "1")
  void a_mac_address_parses_back_from_its_text(@ForAll long bits) {
    MacAddress mac = new MacAddress(bits >>> 16);

    assertThat(MacAddress.parse(mac.toString())).isEqualTo(mac);
  }

  @Example
  void an_invalid_address_is_refused_with_an_example() {
    assertThatThrownBy(() -> Ipv4Address.parse("10.0.0.300"))
        .hasMessageContaining("\"10.0.0.300\"")
        .hasMessageContaining("10.244.1.2");
    assertThatThrownBy(() -> Ipv4Prefix.parse("10.0.0.5/33")).hasMessageContaining("0 to 32");
    assertThatThrownBy(() -> MacAddress.parse("zz"))
        .hasMessageContaining("\"zz\"")
        .hasMessageContaining("02:00:00:00:00:0a");
  }

  @Example
  void a_block_is_an_address_with_a_length() {
    assertThat(Ipv4Prefix.block("10.0.0.5/24")).contains(Ipv4Prefix.parse("10.0.0.5/24"));
    for (String other : new String[] {"", "10.0.0.5", "10.0.0.5/", "10.0.0.5/33", "10.0.0/24"}) {
      assertThat(Ipv4Prefix.block(other)).as(other).isEmpty();
    }
    assertThat(Ipv4Address.read("10.0.0.300")).isEmpty();
  }

  @Example
  void ipv6_addresses_are_shortened_once_at_the_longest_run_of_zeros() {
    assertThat(Ipv6Address.LOOPBACK).hasToString("::1");
    assertThat(Ipv6Address.linkLocal(MacAddress.parse("0a:58:0a:f4:01:02")))
        .hasToString("fe80::858:aff:fef4:102");
    assertThat(new Ipv6Address(0x2001_0db8_0000_0000L, 0x0001_0000_0000_0001L))
        .hasToString("2001:db8::1:0:0:1");
  }
}
