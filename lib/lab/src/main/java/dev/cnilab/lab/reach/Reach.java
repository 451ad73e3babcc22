package dev.cnilab.lab.reach;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tests which pods can reach each other. */
public record Reach(Cluster cluster, Workloads workloads) {

  /** The name of DNS as a target. */
  public static final String DNS = "DNS";

  /** curl's status after a timeout; all others mean that something came back. */
  private static final String TIME_IS_UP = "28";

  /** Excludes the shell's status for a missing command, with which nothing was tested. */
  private static final Pattern RESULT =
      Pattern.compile("^(\\S+) (?!127$)(\\d+)$", Pattern.MULTILINE);

  /** Agents need a moment to turn a new policy into rules. */
  private static final String AGENTS_DELAY = "sleep 1; ";

  /** Tests from each of these pods to all others and to the cluster's DNS. */
  public Matrix among(List<String> names) {
    List<Pod> pods = names.stream().map(workloads::pod).toList();
    Policies policies = Policies.of(cluster);
    List<Pair> pairs = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    for (Pod from : pods) {
      List<Pod> others = pods.stream().filter(pod -> !pod.name().equals(from.name())).toList();
      Output output = from.sh(line(others));
      outputs.add(output);
      Map<String, String> results =
          RESULT
              .matcher(output.out())
              .results()
              .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
      Stream.concat(others.stream().map(Pod::name), Stream.of(DNS))
          .filter(results::containsKey)
          .map(target -> pair(policies, from, target, results.getOrDefault(target, ""), pods))
          .forEach(pairs::add);
    }
    return new Matrix(pairs, outputs);
  }

  /**
   * The policies' ruling on two pods, now and with a manifest applied.
   *
   * @param manifest YAML; empty for none
   */
  public WhatIf asked(String from, String to, int port, String manifest) {
    Policies now = Policies.of(cluster);
    Policies then = now.with(Yaml.documents(manifest), cluster.namespace());
    Port tcp = new Port("TCP", port);
    Party one = now.party(workloads.pod(from));
    Party other = now.party(workloads.pod(to));
    return new WhatIf(from, to, tcp, now.about(one, other, tcp), then.about(one, other, tcp));
  }

  /**
   * Runs all tests concurrently, because each silence lasts until the timeout; the results are in
   * order.
   */
  private static String line(List<Pod> others) {
    String tries =
        others.stream()
            .map(
                pod ->
                    "(curl -s -o /dev/null -m 2 http://%s/; echo %s $?) & "
                        .formatted(pod.ip(), pod.name()))
            .collect(Collectors.joining());
    String dns =
        "(dig +time=2 +tries=1 kubernetes.default.svc.cluster.local > /dev/null; "
            + "code=$?; [ $code = 9 ] && code="
            + TIME_IS_UP
            + "; echo "
            + DNS
            + " $code) & ";
    return AGENTS_DELAY + tries + dns + "wait";
  }

  private Pair pair(Policies policies, Pod from, String target, String status, List<Pod> pods) {
    Passage passage = status.equals(TIME_IS_UP) ? Passage.SILENT : Passage.OPEN;
    Port port = target.equals(DNS) ? Port.DNS : Port.HTTP;
    Party to =
        pods.stream()
            .filter(pod -> pod.name().equals(target))
            .findFirst()
            .or(() -> workloads.pods("kube-system", "k8s-app=kube-dns").list().stream().findFirst())
            .map(policies::party)
            .orElse(new Party(target, "", Map.of(), Map.of(), "0.0.0.0", Map.of()));
    return new Pair(
        from.name(), target, port, passage, policies.about(policies.party(from), to, port));
  }
}
