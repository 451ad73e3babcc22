package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The files of the image: Alpine with the network commands that tests use. */
final class AgnhostImage {
  /** From musl-utils, bind-tools, curl, netcat-openbsd, iproute2, bash and util-linux. */
  private static final List<String> COMMANDS =
      List.of(
          "getent", "dig", "host", "nslookup", "curl", "nc", "ip", "ss", "bridge", "tc", "bash");

  private AgnhostImage() {}

  /** Writes all files; the tag does not matter. */
  static void unpack(MountNamespace root, String tag) throws IOException {
    Distribution.BUSYBOX.unpack(root);
    for (String command : COMMANDS) {
      Executables.write(root, "/usr/bin/" + command, command);
    }
    Executables.write(root, "/agnhost", "agnhost");
    Executables.write(root, "/coredns", "coredns");
    for (String file : List.of("localhost.crt", "localhost.key")) {
      root.write("/" + file, resource(file));
    }
    root.createSymlink("/agnhost-2", "agnhost");
    root.createDirectories("/uploads");
    root.write(
        "/etc/os-release",
        """
        NAME="Alpine Linux"
        ID=alpine
        VERSION_ID=3.23.0
        PRETTY_NAME="Alpine Linux v3.23"
        """);
    root.append(
        "/etc/passwd",
        "user-defined-in-image:x:1000:1000:Linux User,,,:/home/user-defined-in-image:/bin/sh\n");
    root.append(
        "/etc/group",
        "user-defined-in-image:x:1000:\ngroup-defined-in-image:x:50000:user-defined-in-image\n");
  }

  /** A certificate for localhost that nobody trusts, and its key, which is public. */
  private static byte[] resource(String name) throws IOException {
    try (InputStream file = AgnhostImage.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }
}
