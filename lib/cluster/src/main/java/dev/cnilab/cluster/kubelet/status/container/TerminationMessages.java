package dev.cnilab.cluster.kubelet.status.container;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Termination messages of containers: what they left in a file, or else the end of their log. */
public final class TerminationMessages {
  private static final int LONGEST = 4096;
  private static final int LOG_LINES = 80;
  private static final int LOG_CHARACTERS = 2048;

  private final MountNamespace files;

  public TerminationMessages(MountNamespace files) {
    this.files = files;
  }

  /** The message in the status of a container that has ended. */
  String of(ContainerStatus container) {
    String path = container.annotations().getOrDefault(Labels.MESSAGE_PATH, "");
    String left =
        container.mounts().stream()
            .filter(mount -> mount.containerPath().equals(path))
            .map(ContainerConfig.Mount::hostPath)
            .map(this::read)
            .findFirst()
            .orElse("");
    String policy = container.annotations().getOrDefault(Labels.MESSAGE_POLICY, "");
    if (left.isEmpty() && container.exitCode() != 0 && policy.equals("FallbackToLogsOnError")) {
      left = endOfLog(container.logPath());
    }
    if (container.message().isEmpty() || left.isEmpty()) {
      return container.message() + left;
    }
    return container.message() + ": " + left;
  }

  private String read(String path) {
    try {
      String text = files.readText(path);
      return text.substring(0, Math.min(LONGEST, text.length()));
    } catch (IOException nothingLeft) {
      return "";
    }
  }

  /** The texts of the last entries, each {@code TIME STREAM TAG TEXT}. */
  private String endOfLog(String path) {
    try {
      List<String> lines = files.readText(path).lines().toList();
      String text =
          lines.stream()
              .skip(Math.max(0, lines.size() - LOG_LINES))
              .map(line -> line.split(" ", 4))
              .filter(parts -> parts.length == 4)
              .map(parts -> parts[3] + (parts[2].startsWith("P") ? "" : "\n"))
              .collect(Collectors.joining());
      return text.substring(Math.max(0, text.length() - LOG_CHARACTERS));
    } catch (IOException noLog) {
      return "";
    }
  }
}
