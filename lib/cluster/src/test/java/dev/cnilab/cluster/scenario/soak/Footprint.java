package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.LiveInstances;
import dev.cnilab.cluster.scenario.TestCluster;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the JVM holds after a collection: objects that live as long as something in the cluster. */
record Footprint(Map<String, Integer> instances, long bytes) {
  private static final List<Class<?>> LIVING =
      List.of(Task.class, Timer.class, Process.class, NetworkNamespace.class, TcpConnection.class);

  /** What varies from moment to moment: probes, back-offs, closed connections. */
  private static final int MOMENT = 100;

  /**
   * The growth that is allowed for caches of a fixed size, such as that of equal parts of stored
   * objects.
   */
  private static final long CACHES = 2_000_000;

  /**
   * Leaves out what is kept for a while, as on a real node: logs until they rotate, connections
   * that are tracked for days, events of an hour.
   */
  private static final String FORGET =
      "journalctl --rotate; journalctl --vacuum-time=1s; conntrack -F;"
          + " for f in $(find /var/log/pods -name '*.log*'); do : > $f; done";

  /** How far the API server's history reaches back. */
  private static final Duration UNTIL_PAST_IS_FORGOTTEN = Duration.ofMinutes(11);

  static Footprint of(TestCluster cluster) {
    cluster.cluster().nodes().forEach(node -> cluster.onNode(node.identity().name(), FORGET));
    new Operator(cluster).deleteEvents();
    cluster.pass(UNTIL_PAST_IS_FORGOTTEN);
    Map<String, Integer> instances = new TreeMap<>();
    LIVING.forEach(type -> instances.put(type.getSimpleName(), LiveInstances.of(type)));
    return new Footprint(instances, LiveInstances.bytes());
  }

  /** Fails if there is more of anything than after the first part of its histories. */
  void requireFlat(Footprint warm, int histories) {
    List<String> grown = new ArrayList<>();
    instances.forEach(
        (type, count) -> {
          int past = warm.instances.getOrDefault(type, 0);
          if (count > past + MOMENT) {
            grown.add(type + " " + past + " -> " + count);
          }
        });
    if (bytes > warm.bytes + CACHES) {
      grown.add("bytes " + warm.bytes + " -> " + bytes);
    }
    if (!grown.isEmpty()) {
      throw new AssertionError("not flat after " + histories + " histories: " + grown);
    }
  }
}
