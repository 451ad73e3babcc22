package dev.cnilab.cluster.kubelet.configuration;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.TestNode;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;

/** A node whose kubelet's configuration a test edits. */
abstract class ConfiguredKubelet {
  static final String PATH = "/var/lib/kubelet/config.yaml";
  @AutoClose final TestNode node = TestNode.started();

  void startAgainAndRun(String pod) {
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    node.applySleeper(pod);
    node.passSeconds(1);
  }

  List<String> nameServers() {
    CriRuntime runtime = node.runtime();
    return node.loop()
        .call(
            () ->
                runtime.listPodSandbox().stream()
                    .flatMap(sandbox -> resolvConf(sandbox.id()))
                    .filter(line -> line.startsWith("nameserver "))
                    .map(line -> line.substring("nameserver ".length()))
                    .distinct()
                    .toList());
  }

  java.util.stream.Stream<String> resolvConf(String sandbox) {
    try {
      return node.files()
          .readText(
              "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/" + sandbox + "/resolv.conf")
          .lines();
    } catch (IOException gone) {
      return java.util.stream.Stream.of();
    }
  }

  void edit(UnaryOperator<String> change) {
    node.run(() -> node.files().write(PATH, change.apply(node.files().readText(PATH))));
  }
}
