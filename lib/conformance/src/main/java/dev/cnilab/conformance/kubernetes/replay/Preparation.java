package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.conformance.kubernetes.capture.ReservedBefore;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.NodeNamePairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Brings a fresh cluster to the state of the captured one: pods had run on each of its nodes
 * before, so their images are there, and the bridge and the directories that the plugins create,
 * and leaked addresses.
 */
record Preparation(ReplayTerminal terminal, Transcript transcript) {
  private static final List<String> NODES = List.of("control-plane", "worker-1");

  /**
   * The captured nodes' substitute for systemd restarts a service after little more than a second.
   */
  private static final String RESTART_AT_ONCE =
      """
      for unit in kubelet containerd; do
        mkdir -p /etc/systemd/system/$unit.service.d
        printf '[Unit]\\nStartLimitIntervalSec=0\\n[Service]\\nRestartSec=1200ms\\n' \\
          > /etc/systemd/system/$unit.service.d/captured.conf
      done
      systemctl daemon-reload\
      """;

  /** IDs of deleted sandboxes. */
  private static final long EARLIER = 0xbef0_0000L;

  private static final Pattern PRESENT =
      Pattern.compile("Container image \"([^\"]+)\" already present on machine");

  void useNodes() throws IOException, InterruptedException {
    for (String node : NODES) {
      terminal.type(node, RESTART_AT_ONCE);
    }
    StringBuilder manifest = new StringBuilder();
    int number = 0;
    for (String node : NODES) {
      for (String image : images()) {
        manifest.append(pod("earlier-" + number++, node, image));
      }
    }
    terminal.type("", "cat <<EOF | kubectl apply -f -\n" + manifest + "EOF");
    terminal.cluster().loop().advance(java.time.Duration.ofSeconds(20));
    terminal.type("", "kubectl delete pods --all");
    for (ReservedBefore reserved : ReservedBefore.of(transcript)) {
      reserve(reserved);
    }
  }

  private void reserve(ReservedBefore reserved) throws IOException, InterruptedException {
    int number = 0;
    for (String address : reserved.addresses()) {
      terminal.type(
          NodeNamePairs.ours(reserved.node()),
          "cd %s && printf '%064x\\r\\neth0' > %s && chmod 600 %s"
              .formatted(reserved.directory(), EARLIER + number++, address, address));
    }
  }

  private List<String> images() {
    StringBuilder all = new StringBuilder();
    for (Transcript.Entry entry : transcript.entries()) {
      if (entry instanceof Transcript.Typed typed) {
        all.append(typed.output());
      }
    }
    List<String> present =
        PRESENT.matcher(all).results().map((MatchResult m) -> m.group(1)).distinct().toList();
    List<String> images = new ArrayList<>(List.of("busybox"));
    present.stream()
        .filter(image -> all.indexOf("Pulling image \"" + image + "\"") < 0)
        .forEach(images::add);
    return images;
  }

  private static String pod(String name, String node, String image) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      terminationGracePeriodSeconds: 1
      nodeName: %s
      containers:
      - {name: app, image: "%s", imagePullPolicy: IfNotPresent}
    ---
    """
        .formatted(name, node, image);
  }
}
