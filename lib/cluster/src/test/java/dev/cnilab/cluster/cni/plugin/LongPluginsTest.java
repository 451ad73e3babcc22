package dev.cnilab.cluster.cni.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plugin with much to do is one process among others. */
class LongPluginsTest extends BareNode {
  private int turns;
  private Timer next;

  /** Counts the turns of another task while a pod with that many addresses and routes starts. */
  private int turnsBeside(int number) {
    String ranges =
        IntStream.range(0, number)
            .mapToObj(i -> "[{'subnet': '10.%d.%d.0/24'}]".formatted(100 + i / 250, i % 250))
            .collect(Collectors.joining(", "));
    String routes =
        IntStream.range(0, number)
            .mapToObj(i -> "{'dst': '10.8.%d.%d/32'}".formatted(i / 250, i % 250))
            .collect(Collectors.joining(", "));
    node.configure(
        "{'type': 'bridge', 'bridge': 'cni0', 'ipam': {'type': 'host-local', 'ranges': [%s], 'routes': [%s]}}"
            .formatted(ranges, routes));
    turns = 0;
    node.loop().execute(this::takeTurn);
    String pod = node.pod("with-" + number);
    node.loop().execute(() -> next.cancel());
    assertThat(node.in(pod, "sh -c 'ip -4 -o addr show eth0 | wc -l; ip route | grep -c ^10.8.'"))
        .isEqualTo("%d\n%d\n".formatted(number, number));
    return turns;
  }

  private void takeTurn() {
    turns++;
    next = node.loop().schedule(Duration.ofMillis(1), this::takeTurn);
  }

  @Test
  void others_get_turns_while_host_local_looks_at_many_addresses() {
    int few = turnsBeside(1);
    assertThat(turnsBeside(400)).isGreaterThan(2 * few);
  }
}
