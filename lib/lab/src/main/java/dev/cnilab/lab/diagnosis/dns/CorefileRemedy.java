package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command that gives CoreDNS another Corefile. */
final class CorefileRemedy {

  private CorefileRemedy() {}

  /** The new text, and new pods, which read it at once; empty if the text cannot be quoted. */
  static String with(ClusterPicture picture, String text) {
    return text.contains("'")
        ? ""
        : PatchRemedy.merge(
                "configmap kube-system/coredns",
                Json.of(Map.of("data", Map.of("Corefile", text))).toString())
            + "; "
            + RestartRemedy.of(
                picture.pods().stream()
                    .filter(pod -> pod.namespace().equals("kube-system"))
                    .filter(pod -> pod.labels().getOrDefault("k8s-app", "").equals("kube-dns")));
  }

  /** A text without a line, and without the block that the line opens. */
  static String without(String text, String line) {
    List<String> kept = new ArrayList<>();
    int depth = 0;
    for (String each : text.lines().toList()) {
      if (depth > 0 || each.equals(line)) {
        depth += braces(each);
      } else {
        kept.add(each);
      }
    }
    return String.join("\n", kept) + (text.endsWith("\n") ? "\n" : "");
  }

  private static int braces(String line) {
    return (line.strip().endsWith("{") ? 1 : 0) - (line.strip().equals("}") ? 1 : 0);
  }
}
