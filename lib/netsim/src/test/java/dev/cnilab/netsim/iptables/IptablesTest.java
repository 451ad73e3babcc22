package dev.cnilab.netsim.iptables;

import static dev.cnilab.netsim.Topology.CLIENT;
import static dev.cnilab.netsim.Topology.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.netsim.tcp.TracedOpening;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IptablesTest extends FilteringRouter {
  private static final Ipv4Address SERVICE = Ipv4Address.parse("10.96.0.20");
  private final List<Connection> tracked = new ArrayList<>();

  @Test
  void the_trace_of_a_dropped_packet_names_the_rule() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Drop(),
        new PacketMatch.Protocol(IcmpMessage.PROTOCOL));
    Trace trace = net.ping(net.client(), SERVER);
    assertThat(trace.drop().orElseThrow().reason()).isEqualTo(DropReason.NETFILTER_DROP);
    assertThat(trace.drop().orElseThrow().toString())
        .contains("filter: -A FORWARD -p icmp -j DROP");
  }

  @Test
  void a_rejected_packet_gets_an_icmp_error() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Reject(RejectAnswer.ICMP_HOST_PROHIBITED),
        new PacketMatch.Protocol(IcmpMessage.PROTOCOL));
    assertThat(net.ping(net.client(), SERVER).error().orElseThrow().isDelivered()).isTrue();
  }

  @Test
  void a_drop_policy_applies_to_packets_that_no_rule_accepts() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Accept(),
        new KnowledgeMatch.ConnectionState(
            EnumSet.of(KnowledgeMatch.ConnectionState.Name.ESTABLISHED)));
    net.run(
        () ->
            net.router()
                .iptables()
                .table(TableName.FILTER)
                .chain("FORWARD")
                .orElseThrow()
                .setPolicy(Chain.Policy.DROP));
    assertThat(net.ping(net.client(), SERVER).drop().orElseThrow().toString())
        .contains("filter FORWARD policy DROP");
  }

  @Test
  void replies_pass_a_firewall_that_lets_only_one_side_open_connections() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Accept(),
        new KnowledgeMatch.ConnectionState(
            EnumSet.of(KnowledgeMatch.ConnectionState.Name.ESTABLISHED)));
    rule(TableName.FILTER, "FORWARD", new Target.Drop(), new PacketMatch.In("eth1"));
    assertThat(net.ping(net.client(), SERVER).reply().orElseThrow().isDelivered()).isTrue();
    assertThat(net.ping(net.server(), CLIENT).isDelivered()).isFalse();
  }

  @Test
  void dnat_redirects_a_service_address_and_rewrites_the_replies() {
    rule(
        TableName.NAT,
        "PREROUTING",
        new Target.DestinationNat(SERVER, Optional.of(8080)),
        new PacketMatch.Destination(Ipv4Prefix.of(SERVICE)),
        new PacketMatch.Protocol(TcpSegment.PROTOCOL),
        new TransportMatch.DestinationPort("tcp", PortRange.of(80)));
    assertThat(fetch(SERVICE, 80)).isEqualTo("hello");
    assertThat(tracked).hasSize(1);
    Connection connection = tracked.getFirst();
    assertThat(connection.original().destination()).isEqualTo(SERVICE);
    assertThat(connection.reply().source()).isEqualTo(SERVER);
    assertThat(connection.isAssured()).isTrue();
  }

  @Test
  void a_trace_shows_the_rule_and_the_addresses_of_each_translation() {
    rule(
        TableName.NAT,
        "PREROUTING",
        new Target.DestinationNat(SERVER, Optional.of(8080)),
        new PacketMatch.Protocol(TcpSegment.PROTOCOL),
        new TransportMatch.DestinationPort("tcp", PortRange.of(80)));
    TracedOpening opening = net.await(() -> net.client().tcp().trace(SERVICE, 80));
    Trace trace = net.await(opening.recorder()::trace);
    assertThat(translations(trace))
        .singleElement()
        .matches(step -> step.rule().equals("PREROUTING"))
        .matches(step -> step.before().endsWith(" → 10.96.0.20:80"))
        .matches(step -> step.after().endsWith(" → 10.0.2.2:8080"));
    assertThat(translations(trace.reply().orElseThrow()))
        .singleElement()
        .matches(step -> step.after().startsWith("10.96.0.20:80 → "));
  }

  private static List<Step.Translated> translations(Trace trace) {
    return trace.hops().stream()
        .flatMap(hop -> hop.steps().stream())
        .filter(Step.Translated.class::isInstance)
        .map(Step.Translated.class::cast)
        .toList();
  }

  @Test
  void reject_with_tcp_reset_refuses_a_connection() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Reject(RejectAnswer.TCP_RESET),
        new PacketMatch.Protocol(TcpSegment.PROTOCOL));
    assertThat(fetch(SERVER, 8080)).isEqualTo("ECONNREFUSED");
  }

  @Test
  void return_resumes_after_the_jump_in_the_calling_chain() {
    net.run(
        () -> {
          Table filter = net.router().iptables().table(TableName.FILTER);
          Chain own = filter.newChain("OWN");
          own.append(new Rule(List.of(), new Target.Return()));
          Chain forward = filter.chain("FORWARD").orElseThrow();
          forward.append(new Rule(List.of(), new Target.Jump(own)));
          forward.append(new Rule(List.of(), new Target.Drop()));
        });
    assertThat(net.ping(net.client(), SERVER).drop().orElseThrow().toString())
        .contains("-A FORWARD -j DROP");
  }

  @Test
  void limit_stops_matching_after_its_burst() {
    rule(
        TableName.FILTER,
        "FORWARD",
        new Target.Accept(),
        new RateMatch.Limit(1, java.time.temporal.ChronoUnit.HOURS, 2));
    rule(TableName.FILTER, "FORWARD", new Target.Drop());
    // A request and its reply use up the burst.
    assertThat(net.ping(net.client(), SERVER).reply().orElseThrow().isDelivered()).isTrue();
    assertThat(net.ping(net.client(), SERVER).isDelivered()).isFalse();
  }

  /** The answer of a server on port 8080 to a client that connects, or the name of the error. */
  private String fetch(Ipv4Address address, int port) {
    return net.await(
        () -> {
          TcpListener listener = net.server().tcp().listen(Ipv4Address.ANY, 8080, 5);
          net.loop()
              .spawn(
                  "server",
                  () -> {
                    TcpConnection accepted = listener.accept();
                    accepted.write(Bytes.of("hello"), SECOND);
                    accepted.close();
                  });
          try {
            TcpConnection connection = net.client().tcp().connect(address, port);
            connection.awaitEstablished(Duration.ofMinutes(1));
            String text = connection.read(100, SECOND).orElseThrow().text();
            tracked.addAll(net.router().connections().connections());
            connection.close();
            return text;
          } catch (ErrnoException failed) {
            return failed.errno().name();
          }
        });
  }
}
