package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.NodeNamePairs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Puts this cluster's addresses, processes, names and times into a captured command. */
record CaptureTranslation(
    Cluster cluster, ReplayTerminal terminal, CapturedClock clock, CapturedPods pods) {
  private static final Pattern ADDRESS = Pattern.compile("\\b10\\.244\\.\\d+\\.\\d+\\b(?!/)");
  private static final Pattern GENERATED =
      Pattern.compile("(?<=[ =/])([a-z][-a-z0-9]*-[bcdf-hj-np-tv-z2456789]{5})(?![-a-z0-9])");
  private static final Pattern ENTERED = Pattern.compile("nsenter -t (\\d+)");
  private static final Pattern SINCE =
      Pattern.compile("(?<=--since ')(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?=')");

  /** What has to be typed here for a command of the transcript. */
  String of(Transcript.Typed typed, int entry) throws IOException, InterruptedException {
    String command = typed.command();
    for (String address : found(ADDRESS, command, 0)) {
      Optional<String> pod = pods.owner(address, entry);
      if (pod.isPresent()) {
        String ours = cluster.loop().call(() -> address(pod.get()));
        command = command.replace(address, ours.isEmpty() ? address : ours);
      }
    }
    for (String pod : found(GENERATED, command, 1)) {
      boolean ready = pods.wasReady(pod, entry);
      Optional<String> ours = cluster.loop().call(() -> podLike(CapturedPods.owner(pod), ready));
      command = command.replace(pod, ours.orElse(pod));
    }
    for (String process : found(ENTERED, command, 1)) {
      Optional<String> pod = pods.lastMadeOn(typed.node(), entry);
      if (pod.isPresent()) {
        command =
            command.replace("-t " + process + " ", "-t " + pid(typed.node(), pod.get()) + " ");
      }
    }
    return SINCE
        .matcher(command)
        .replaceAll(
            since ->
                clock
                    .ours(Instant.parse(since.group(1) + "T" + since.group(2) + "Z"))
                    .toString()
                    .substring(0, 19)
                    .replace('T', ' '));
  }

  private Optional<String> podLike(String owner, boolean ready) {
    return cluster.client().list(ResourceTypes.PODS).stream()
        .filter(pod -> CapturedPods.owner(pod.name()).equals(owner))
        .filter(pod -> new Pod(pod).isReady() == ready)
        .map(KubeObject::name)
        .findFirst();
  }

  private String address(String pod) {
    return cluster
        .client()
        .find(ResourceTypes.PODS, "default", pod)
        .map(found -> found.text("/status/podIP"))
        .orElse("");
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(m -> group(m, group)).distinct().toList();
  }

  private static String group(MatchResult match, int group) {
    return match.group(group);
  }

  /** The process that holds a pod's namespaces: {@code info.pid}, by its indentation. */
  private String pid(String node, String pod) throws IOException, InterruptedException {
    return terminal
        .type(
            NodeNamePairs.ours(node),
            "crictl inspectp $(crictl pods | grep ' "
                + pod
                + " ' | head -1 | cut -d' ' -f1) | grep '^    \"pid\": ' | tr -dc 0-9")
        .strip();
  }
}
