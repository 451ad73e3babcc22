package dev.cnilab.cluster.image;

import dev.cnilab.cluster.containerd.RuntimeNode;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A node that runs CoreDNS with the Corefile of a test. */
abstract class CoreDnsNode {
  @AutoClose final RuntimeNode node = RuntimeNode.bare();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void install() {
    node.sh("ip link set lo up");
    node.run(
        () -> {
          Executables.write(node.machine().files(), "/usr/bin/coredns", "coredns");
          return true;
        });
  }

  Process serve(String corefile) {
    node.write("/etc/coredns/Corefile", corefile);
    Sink sink = new Sink(log::writeBytes, () -> {});
    Process process =
        node.run(
            () ->
                node.machine()
                    .start(
                        ProcessSpec.of("/usr/bin/coredns", "-conf", "/etc/coredns/Corefile")
                            .descriptor(1, sink)
                            .descriptor(2, sink)));
    node.loop().advance(Duration.ofSeconds(1));
    return process;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  String dig(String question) {
    return node.sh("dig @127.0.0.1 +noall +answer +tries=1 " + question).replaceAll("[ \\t]+", " ");
  }

  String status(String question) {
    return node.sh("dig @127.0.0.1 +tries=1 +time=7 " + question)
        .replaceFirst("(?s).*status: (\\w+).*", "$1");
  }

  String run(String arguments) {
    return node.sh("coredns " + arguments + "; echo status $?");
  }
}
