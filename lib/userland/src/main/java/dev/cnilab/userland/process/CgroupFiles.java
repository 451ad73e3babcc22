package dev.cnilab.userland.process;

import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.cgroup.CpuController;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Directory;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.KernelTree;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files in /sys/fs/cgroup: a directory per control group, with the values of its controllers;
 * cgroups(7), version 2. They are read-only, because systemd or a container runtime manages the
 * groups.
 */
public final class CgroupFiles {
  /** As systemd mounts them. */
  private static final String OPTIONS = ",nsdelegate,memory_recursiveprot";

  private final Machine machine;

  private CgroupFiles(Machine machine) {
    this.machine = machine;
  }

  /** The files as seen from a group that is the root of its cgroup namespace. */
  public static FileTree tree(Machine machine, Cgroup top) {
    CgroupFiles files = new CgroupFiles(machine);
    return new KernelTree("cgroup2", OPTIONS, machine.now(), files.directory(top));
  }

  private Directory directory(Cgroup group) {
    return new Directory(() -> entries(group), name -> entries(group).get(name));
  }

  private Map<String, KernelFile> entries(Cgroup group) {
    Map<String, KernelFile> all = new TreeMap<>();
    group.children().forEach((name, child) -> all.put(name, directory(child)));
    all.put("cgroup.controllers", line(() -> "cpu memory pids"));
    all.put("cgroup.procs", new Text(() -> processes(group)));
    all.put("cpu.stat", line(() -> "usage_usec " + group.cpu().usage().toNanos() / 1000));
    if (group != machine.cgroup()) {
      all.put("cpu.max", line(() -> quota(group.cpu())));
      all.put("cpu.weight", line(() -> group.cpu().weight()));
      all.put("memory.current", line(() -> group.memory().current()));
      all.put("memory.max", line(() -> orMax(group.memory().max(), Long.MAX_VALUE)));
      all.put("pids.current", line(() -> group.pids().current()));
      all.put("pids.max", line(() -> orMax(group.pids().max(), Integer.MAX_VALUE)));
    }
    return all;
  }

  private String processes(Cgroup group) {
    StringBuilder text = new StringBuilder();
    PidNamespace pids = reader().pidNamespace();
    for (Process each : machine.processes().all()) {
      if (each.cgroup() == group) {
        text.append(pids.pidOf(each).orElse(0)).append('\n');
      }
    }
    return text.toString();
  }

  private Process reader() {
    return machine.processes().current().orElseGet(machine.processes()::init);
  }

  private static String quota(CpuController cpu) {
    return orMax(cpu.quota(), CpuController.NO_QUOTA) + " " + CpuController.PERIOD;
  }

  private static String orMax(long value, long none) {
    return value == none ? "max" : Long.toString(value);
  }

  private static Text line(Supplier<Object> value) {
    return new Text(() -> value.get() + "\n");
  }
}
