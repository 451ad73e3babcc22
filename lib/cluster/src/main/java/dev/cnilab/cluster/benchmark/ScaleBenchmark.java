package dev.cnilab.cluster.benchmark;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.Pace;
import java.time.Instant;
import java.util.Locale;

/**
 * Starts a cluster with flannel and fills it with pods. Its arguments are the number of nodes and
 * the number of pods; {@code ./lab bench} runs it in JVMs of given sizes.
 *
 * <p>It prints lines with a key, a space and a number: the wall and CPU time for nodes and pods,
 * and the heap in use after a collection. The pods' network is used: some of them ping pods on
 * other nodes.
 */
public final class ScaleBenchmark {
  /** Room for 32,768 nodes, without overlapping the Services' addresses. */
  private static final PodNetwork PODS = new PodNetwork(Ipv4Prefix.parse("10.128.0.0/9"), 24);

  private ScaleBenchmark() {}

  public static void main(String[] arguments) {
    int nodes = Integer.parseInt(arguments[0]);
    int pods = Integer.parseInt(arguments[1]);
    double first = weighed(1);
    ProcessUsage empty = ProcessUsage.now();
    Cluster cluster = Cluster.start(spec(nodes));
    ProcessUsage started = ProcessUsage.now();
    print("nodes", nodes);
    print("nodes-seconds", started.secondsSince(empty));
    print("nodes-cpu-seconds", started.cpuSecondsSince(empty));
    print("nodes-mebibytes", started.mebibytes());
    print("node-kibibytes", (started.mebibytes() - first) * 1024 / Math.max(1, nodes - 1));
    if (pods > 0) {
      Load load = new Load(cluster, pods);
      load.awaitReady();
      ProcessUsage filled = ProcessUsage.now();
      print("pods", pods);
      print("pods-seconds", filled.secondsSince(started));
      print("pods-cpu-seconds", filled.cpuSecondsSince(started));
      print("pods-mebibytes", filled.mebibytes());
      print("pod-kibibytes", (filled.mebibytes() - started.mebibytes()) * 1024 / pods);
      print("pings-answered-percent", load.pingsAnswered() * 100);
    }
    cluster.close();
  }

  /** The heap in MiB with a cluster of that many nodes, which is closed afterwards. */
  private static double weighed(int nodes) {
    Cluster cluster = Cluster.start(spec(nodes));
    double mebibytes = ProcessUsage.now().mebibytes();
    cluster.close();
    return mebibytes;
  }

  private static ClusterSpec spec(int nodes) {
    return new ClusterSpec(
        Cni.FLANNEL, nodes, PODS, 1, Pace.ON_DEMAND, Instant.parse("2026-01-01T00:00:00Z"));
  }

  @SuppressWarnings("SystemOut") // this is what the command prints
  private static void print(String key, double value) {
    System.out.println(key + " " + String.format(Locale.ROOT, "%.2f", value));
  }
}
