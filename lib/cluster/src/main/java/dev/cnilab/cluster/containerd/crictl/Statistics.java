package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.process.Process;

/**
 * The commands {@code crictl stats} and {@code statsp}: the memory of containers and what they have
 * written. Nothing here measures time on a processor.
 */
record Statistics(CriRuntime runtime) {
  /** Clears the screen each time, as when it is watching. */
  private static final String CLEARED = "\033[2J\033[H";

  private static final int DIGITS = 4;

  static final Flags FLAGS =
      Flags.of(
          Flag.bool("all", "a"),
          Flag.text("id"),
          Flag.text("label").refused(),
          Flag.text("output", "o").refused(),
          Flag.text("pod", "p"),
          Flag.number("seconds", "s").refused(),
          Flag.bool("watch", "w").refused());

  static final Flags POD_FLAGS =
      Flags.of(
          Flag.text("id"),
          Flag.text("label").refused(),
          Flag.text("output", "o").refused(),
          Flag.number("seconds", "s").refused(),
          Flag.bool("watch", "w").refused());

  boolean containers(Process process, Given given) {
    TextTable table = new TextTable("CONTAINER", "NAME", "CPU %", "MEM", "DISK", "INODES", "SWAP");
    for (ContainerStatus each : runtime.listContainers()) {
      boolean meant =
          each.id().startsWith(id(given)) && each.podSandboxId().startsWith(given.text("pod"));
      if (meant && (given.has("all") || isRunning(each))) {
        FileUsage layer = layer(process, each);
        table.add(
            TextTable.shortened(each.id()),
            each.metadata().name(),
            "0.00",
            TextTable.size(memory(each), DIGITS),
            TextTable.size(layer.bytes(), DIGITS),
            Long.toString(layer.inodes()),
            "0B");
      }
    }
    process.out().print(CLEARED + table);
    return given.operands().size() < 2;
  }

  private static boolean isRunning(ContainerStatus container) {
    return container.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }

  private long memory(ContainerStatus container) {
    return isRunning(container) ? runtime.memory(container.id()) : 0;
  }

  private FileUsage layer(Process process, ContainerStatus container) {
    String directory = runtime.writableLayer(container.id());
    try {
      return directory.isEmpty() ? FileUsage.NOTHING : process.files().usage(directory);
    } catch (FileException goneMeanwhile) {
      return FileUsage.NOTHING;
    }
  }

  boolean pods(Process process, Given given) {
    TextTable table = new TextTable("POD", "POD ID", "CPU %", "MEM");
    for (PodSandboxStatus pod : runtime.listPodSandbox()) {
      if (pod.id().startsWith(id(given)) && pod.pid() > 0) {
        long memory =
            runtime.listContainers().stream()
                .filter(each -> each.podSandboxId().equals(pod.id()))
                .mapToLong(this::memory)
                .sum();
        table.add(
            pod.metadata().name(),
            TextTable.shortened(pod.id()),
            "0.00",
            TextTable.size(memory, DIGITS));
      }
    }
    process.out().print(CLEARED + table);
    return given.operands().size() < 2;
  }

  private static String id(Given given) {
    return given.operands().isEmpty() ? given.text("id") : given.operands().getFirst();
  }
}
