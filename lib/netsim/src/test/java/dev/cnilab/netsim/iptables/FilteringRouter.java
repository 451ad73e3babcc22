package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.Topology;
import dev.cnilab.netsim.iptables.match.Match;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** A router with rules between a client and a server. */
abstract class FilteringRouter {
  static final Duration SECOND = Duration.ofSeconds(1);
  @AutoClose final Topology net = new Topology();

  void rule(TableName table, String chain, Target target, Match... matches) {
    net.run(
        () ->
            net.router()
                .iptables()
                .table(table)
                .chain(chain)
                .orElseThrow()
                .append(new Rule(List.of(matches), target)));
  }
}
