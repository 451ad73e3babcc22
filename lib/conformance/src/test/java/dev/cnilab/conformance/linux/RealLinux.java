package dev.cnilab.conformance.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The kernel that runs this test: executes commands in isolated network namespaces without an
 * uplink, which end with the run. It needs root, {@code unshare}, iproute2, iputils and iptables.
 */
final class RealLinux {
  private static final long PATIENCE_SECONDS = 120;

  private static final String PROLOGUE =
      """
      cd "$1"
      mount --make-rprivate / && mkdir -p /run/netns && mount -t tmpfs lab /run/netns || exit 99
      prepare() {
          sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
          sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
          sysctl -qw net.ipv4.ip_forward=0
      } >/dev/null 2>&1
      step() {
          if [ "$1" = - ]; then sh -c "$2"; else ip netns exec "$1" sh -c "$2"; fi \\
              >out 2>err </dev/null
          status=$?
          echo @
          sed 's/^/> /' out
          sed 's/^/! /' err
          [ $status = 0 ] || echo "= $status"
      }
      namespace() {
          step - "ip netns add $1"
          ip netns exec "$1" sh -c "$(command -V prepare | sed 1d); prepare"
      }
      prepare
      """;

  private RealLinux() {}

  /** Why nothing can be run here; empty if it can. */
  static Optional<String> whyNot() {
    try {
      List<List<String>> printed =
          run(
              List.of(
                  step("- ip netns add a"),
                  step("a ip link set lo up"),
                  step("a iptables -S"),
                  step("a ping -q -c 1 127.0.0.1")));
      return printed.stream().flatMap(List::stream).anyMatch(line -> line.startsWith("="))
          ? Optional.of("ip, iptables or ping do not work in a namespace here: " + printed)
          : Optional.empty();
    } catch (IOException unable) {
      return Optional.of(unable.getMessage());
    }
  }

  private static ScriptCommand step(String words) {
    String[] parts = words.split(" ", 2);
    return new ScriptCommand(parts[0], parts[1], List.of());
  }

  /** The output of each command, marked as in a script. */
  static List<List<String>> run(List<ScriptCommand> steps) throws IOException {
    Path directory = Files.createTempDirectory("linux");
    try {
      Files.writeString(directory.resolve("run.sh"), script(steps));
      List<List<String>> printed = new ArrayList<>();
      for (String line : execute(directory).lines().toList()) {
        if (line.equals("@")) {
          printed.add(new ArrayList<>());
        } else if (!printed.isEmpty()) {
          printed.getLast().add(line);
        }
      }
      if (printed.size() != steps.size()) {
        throw new IOException(
            "needs root and namespaces of its own: "
                + (printed.size() + " of " + steps.size() + " commands were run"));
      }
      return printed;
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static String script(List<ScriptCommand> steps) {
    StringBuilder script = new StringBuilder(PROLOGUE);
    for (ScriptCommand step : steps) {
      if (step.command().startsWith("ip netns add ")) {
        script.append("namespace ").append(step.command().substring(13)).append('\n');
      } else {
        script.append("step ").append(step.namespace()).append(" '");
        script.append(step.command().replace("'", "'\\''")).append("'\n");
      }
    }
    return script.toString();
  }

  private static String execute(Path directory) throws IOException {
    List<String> command =
        List.of(
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--mount-proc",
            "--kill-child",
            "bash",
            directory + "/run.sh",
            directory.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.redirectOutput(directory.resolve("printed").toFile());
    builder.redirectError(directory.resolve("complaints").toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("no end after " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    return Files.readString(directory.resolve("printed"), StandardCharsets.UTF_8);
  }
}
