package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.cluster.urfave.Flags.Given;
import dev.cnilab.userland.process.Process;

/**
 * The commands {@code crictl stats} and {@code statsp}. Nothing here measures what containers use,
 * and crictl leaves out entries without data unless all are requested.
 */
record Statistics(CriRuntime runtime) {
  /** Clears the screen each time, as when it is watching. */
  private static final String CLEARED = "\033[2J\033[H";

  static final Flags FLAGS =
      Flags.of(
          Flag.bool("all", "a"),
          Flag.text("id"),
          Flag.text("label").refused(),
          Flag.text("output", "o").refused(),
          Flag.text("pod", "p"),
          Flag.number("seconds", "s").refused(),
          Flag.bool("watch", "w").refused());

  boolean containers(Process process, Given given) {
    Table table = new Table("CONTAINER", "NAME", "CPU %", "MEM", "DISK", "INODES", "SWAP");
    for (ContainerStatus each : runtime.listContainers()) {
      boolean meant =
          each.id().startsWith(id(given)) && each.podSandboxId().startsWith(given.text("pod"));
      if (given.has("all") && meant) {
        table.add(
            Table.shortened(each.id()), each.metadata().name(), "0.00", "0B", "0B", "0", "0B");
      }
    }
    process.out().print(CLEARED + table);
    return given.operands().size() < 2;
  }

  boolean pods(Process process, Given given) {
    runtime.version();
    process.out().print(CLEARED + new Table("POD", "POD ID", "CPU %", "MEM"));
    return given.operands().size() < 2;
  }

  private static String id(Given given) {
    return given.operands().isEmpty() ? given.text("id") : given.operands().getFirst();
  }
}
