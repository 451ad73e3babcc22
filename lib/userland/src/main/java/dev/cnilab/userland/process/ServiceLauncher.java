package dev.cnilab.userland.process;

import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.service.Launcher;
import dev.cnilab.userland.service.unit.MainProcess;
import dev.cnilab.userland.stream.LineSplitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the main processes of services as children of pid 1, with output to the journal. */
record ServiceLauncher(Machine machine) implements Launcher {
  /** In percent of the machine's limit; systemd-system.conf(5). */
  private static final int DEFAULT_TASKS_MAX = 15;

  private static final Map<String, String> BASE =
      Map.of("PATH", ProcessTable.DEFAULT_PATH, "LANG", "C.UTF-8");

  @Override
  public MainProcess launch(
      String unit,
      List<String> command,
      Map<String, String> environment,
      Consumer<MainProcess.End> ended)
      throws FileException {
    String path = command.getFirst();
    String identifier = path.substring(path.lastIndexOf('/') + 1);
    int[] pid = new int[1];
    LineSplitter lines =
        new LineSplitter(line -> machine.journal().append(unit, identifier, pid[0], line));
    Sink journal = new Sink(lines::feed, lines::flush);
    Map<String, String> all = new HashMap<>(BASE);
    all.putAll(environment);
    Cgroup group = group(unit);
    group.pids().setMax(machine.cgroup().pids().max() * DEFAULT_TASKS_MAX / 100);
    group.setOomScoreAdj(Cgroup.SPARED);
    Process process =
        machine.start(
            ProcessSpec.of(command)
                .cgroup(group)
                .environment(all)
                .descriptor(1, journal)
                .descriptor(2, journal));
    pid[0] = process.pid();
    process.onExit(status -> ended.accept(endOf(process)));
    return new Main(process);
  }

  private Cgroup group(String unit) {
    return machine.cgroup().system("system.slice").system(unit);
  }

  private static MainProcess.End endOf(Process process) {
    return process
        .endedBy()
        .map(signal -> new MainProcess.End("killed", signal.number() + "/" + signal))
        .orElseGet(() -> new MainProcess.End("exited", process.status() + name(process.status())));
  }

  /** The name of an exit status in systemd; systemd.exec(5). */
  private static String name(int status) {
    return switch (status) {
      case 0 -> "/SUCCESS";
      case 1 -> "/FAILURE";
      case 2 -> "/INVALIDARGUMENT";
      default -> "/n/a";
    };
  }

  private record Main(Process process) implements MainProcess {
    @Override
    public int pid() {
      return process.pid();
    }

    @Override
    public void terminate() {
      process.kill(Signal.TERM);
    }

    @Override
    public void kill() {
      process.kill(Signal.KILL);
    }
  }
}
