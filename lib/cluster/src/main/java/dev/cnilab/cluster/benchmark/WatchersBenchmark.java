package dev.cnilab.cluster.benchmark;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.Pace;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long it takes until all watchers of a kind have received a change over HTTP. Its argument is
 * the number of watchers; it prints the median of several patches in milliseconds, their CPU time,
 * and the size of an event in bytes.
 *
 * <p>Clients and server share the process and its processors, and each client has TLS of its own.
 */
public final class WatchersBenchmark {
  private static final int PATCHES = 11;
  private static final PodNetwork PODS = new PodNetwork(Ipv4Prefix.parse("10.244.0.0/16"), 24);

  private WatchersBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    ClusterSpec spec =
        new ClusterSpec(
            Cni.NONE, 1, PODS, 1, Pace.REAL_TIME, Instant.parse("2026-01-01T00:00:00Z"));
    Cluster cluster = Cluster.start(spec);
    try (HttpEndpoint endpoint = cluster.server().listen(0);
        WatchingClients watchers =
            WatchingClients.open(endpoint.kubeconfig(), Integer.parseInt(arguments[0]))) {
      double[] milliseconds = new double[PATCHES];
      long cpu = ProcessUsage.cpu();
      for (int i = 0; i < PATCHES; i++) {
        milliseconds[i] = watchers.nanosToTellAll(i) / 1e6;
      }
      double cpuMilliseconds = (ProcessUsage.cpu() - cpu) / 1e6 / PATCHES;
      Arrays.sort(milliseconds);
      print("event-milliseconds", milliseconds[PATCHES / 2]);
      print("event-cpu-milliseconds", cpuMilliseconds);
      print("event-bytes", watchers.eventBytes());
    }
    cluster.close();
  }

  @SuppressWarnings("SystemOut") // this is what the command prints
  private static void print(String key, double value) {
    System.out.println(key + " " + String.format(Locale.ROOT, "%.2f", value));
  }
}
