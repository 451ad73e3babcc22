package dev.cnilab.lab.cli;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.KubeconfigFiles;
import dev.cnilab.lab.diagnosis.Findings;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.workload.Workloads;
import java.io.IOException;
import java.util.List;

/** {@code ./lab diagnose [-o json]}: diagnoses the pod network of the cluster in use. */
public final class DiagnoseCommand {

  private static final int NOT_EXAMINED = 2;

  private DiagnoseCommand() {}

  /**
   * Exits with 0 if the network is healthy, 1 if it is not, 2 if it could not be examined or the
   * answer not be written, 3 if nothing wrong was found but a part could not be examined.
   */
  public static void main(String[] arguments) throws IOException {
    new ProgramExit(NOT_EXAMINED).after(() -> run(List.of(arguments)));
  }

  private static int run(List<String> words) {
    if (!words.isEmpty() && !words.equals(List.of("-o", "json"))) {
      System.err.println("lab: ./lab diagnose takes -o json, and nothing else; it got " + words);
      return NOT_EXAMINED;
    }
    if (KubeconfigFiles.text().contains(KubeconfigFiles.BLIND)) {
      System.err.println("lab: this incident is played blind, without ./lab diagnose");
      return NOT_EXAMINED;
    }
    Findings findings = findings();
    System.out.println(words.isEmpty() ? findings.inWords().strip() : findings.inJson());
    return findings.status();
  }

  private static Findings findings() {
    try (Cluster cluster = Cluster.fromEnvironment()) {
      Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
      return Findings.on(cluster, new Workloads(cluster, new NodeShells(cluster, waiter)));
    }
  }
}
