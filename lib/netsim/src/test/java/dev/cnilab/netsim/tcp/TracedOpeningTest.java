package dev.cnilab.netsim.tcp;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.TestNetwork.Overlay;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TracedOpeningTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Overlay net = lab.overlay();

  private Trace opened() {
    TracedOpening opening = lab.on(() -> net.pod1().tcp().trace(ip("10.244.2.2"), 80));
    lab.advance(Duration.ofSeconds(2));
    return lab.on(opening.recorder()::trace);
  }

  private static Step.Sent first(Trace trace) {
    return (Step.Sent) trace.hops().getFirst().steps().getFirst();
  }

  @Test
  void a_syn_and_its_reply_are_two_traces() {
    lab.run(() -> net.pod2().tcp().listen(ip("0.0.0.0"), 80, 1));
    Trace trace = opened();
    assertThat(trace).passed("pod-1", "worker-1", "worker-2", "pod-2").deliveredAt("pod-2");
    Trace reply = trace.reply().orElseThrow();
    assertThat(reply).passed("pod-2", "worker-2", "worker-1", "pod-1").deliveredAt("pod-1");
    assertThat(first(reply).packet()).startsWith("TCP SYN,ACK");
    assertThat(trace.consequences()).hasSize(1);
    assertThat(reply.consequences()).isEmpty();
  }

  @Test
  void a_port_without_a_listener_answers_with_a_reset() {
    Trace trace = opened();
    assertThat(trace).droppedAt("pod-2", DropReason.NO_SOCKET);
    assertThat(first(trace.reply().orElseThrow()).packet()).startsWith("TCP RST,ACK");
  }

  @Test
  void the_trace_of_a_lost_reply_shows_where_it_was_dropped() {
    lab.run(
        () -> {
          net.pod2().tcp().listen(ip("0.0.0.0"), 80, 1);
          net.node2()
              .neighbors()
              .replace(
                  ip("10.244.1.0"),
                  lab.link(net.node2(), "flannel.1"),
                  mac("02:00:00:00:ff:09"),
                  NeighborState.PERMANENT);
        });
    Trace trace = opened();
    assertThat(trace).deliveredAt("pod-2");
    assertThat(trace.reply().orElseThrow())
        .passed("pod-2", "worker-2")
        .droppedAt("worker-2", DropReason.NO_TX_TARGET);
  }

  @Test
  void the_trace_of_a_connection_contains_only_its_own_reply() {
    lab.run(() -> net.pod2().tcp().listen(ip("0.0.0.0"), 80, 1));
    opened();
    assertThat(opened().consequences()).hasSize(1);
  }
}
