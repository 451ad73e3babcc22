package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.node.Node;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The unit files of a node, for machines that have not joined a cluster. */
public final class TestUnits {
  private TestUnits() {}

  /** Writes a unit file as on a node. */
  public static void write(MountNamespace files, String name) throws IOException {
    files.createDirectories("/usr/lib/systemd/system");
    try (InputStream in = Objects.requireNonNull(Node.class.getResourceAsStream(name))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      files.write("/usr/lib/systemd/system/" + name, text);
    }
  }
}
