package dev.cnilab.netsim.route.fib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteMatch;
import dev.cnilab.netsim.route.RouteMetrics;
import dev.cnilab.netsim.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrefixMapTest {
  private final PrefixMap routes = new PrefixMap(TableMemory.ofMachine());

  @Test
  void random_puts_and_removals_match_a_sorted_map() {
    Random random = new Random(1);
    Map<Ipv4Prefix, List<Route>> expected = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      Ipv4Prefix prefix = prefix(random.nextInt(300) << 8, 16 + random.nextInt(3) * 8);
      if (random.nextInt(3) == 0) {
        routes.put(prefix, List.of());
        expected.remove(prefix);
      } else {
        List<Route> some = random.nextBoolean() ? List.of(to(prefix, 0)) : two(prefix);
        routes.put(prefix, some);
        expected.put(prefix, some);
      }
      assertThat(routes.get(prefix)).isEqualTo(expected.getOrDefault(prefix, List.of()));
    }
    assertThat(routes.all()).isEqualTo(expected.values().stream().flatMap(List::stream).toList());
    expected.forEach((prefix, some) -> assertThat(routes.get(prefix)).isEqualTo(some));
  }

  @Test
  void routes_are_listed_by_address_and_the_longest_prefix_first() {
    List<String> inOrder =
        List.of("0.0.0.0/0", "10.0.0.0/32", "10.0.0.0/8", "128.0.0.0/1", "255.255.255.255/32");
    for (String each : inOrder.reversed()) {
      Ipv4Prefix prefix = Ipv4Prefix.parse(each);
      routes.put(prefix, List.of(to(prefix, 0)));
    }

    assertThat(routes.all()).extracting(route -> route.destination().toString()).isEqualTo(inOrder);
  }

  @Test
  void a_lookup_returns_the_longest_prefix_first() {
    routes.put(prefix(0, 0), List.of(to(prefix(0, 0), 0)));
    routes.put(prefix(0x100, 24), List.of(to(prefix(0x100, 24), 0)));

    assertThat(found(0x1ff)).containsExactly("10.0.1.0/24", "0.0.0.0/0");
    assertThat(found(0x2ff)).containsExactly("0.0.0.0/0");
  }

  private List<String> found(int host) {
    List<String> found = new ArrayList<>();
    for (int level = 0; level < routes.levels(); level++) {
      for (RouteMatch match : routes.find(level, 0x0a000000 | host)) {
        found.add(match.route().destination().toString());
      }
    }
    return found;
  }

  private static List<Route> two(Ipv4Prefix prefix) {
    return List.of(to(prefix, 1), to(prefix, 2));
  }

  private static Ipv4Prefix prefix(int host, int length) {
    Ipv4Address address = length == 0 ? Ipv4Address.ANY : new Ipv4Address(0x0a000000 | host);
    return new Ipv4Prefix(address, length).network();
  }

  private static Route to(Ipv4Prefix prefix, int metric) {
    return new Route(
        RouteType.BLACKHOLE,
        prefix,
        metric,
        Scope.GLOBAL,
        Route.Protocol.STATIC,
        null,
        List.of(),
        RouteMetrics.NONE);
  }
}
