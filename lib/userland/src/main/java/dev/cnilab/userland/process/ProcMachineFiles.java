package dev.cnilab.userland.process;

import static dev.cnilab.userland.process.ProcFiles.text;

import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.kernel.KernelFile;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The files of /proc about the machine as a whole: its hardware and its activity. */
final class ProcMachineFiles {
  private final Machine machine;
  private final PidNamespace pids;

  private ProcMachineFiles(Machine machine, PidNamespace pids) {
    this.machine = machine;
    this.pids = pids;
  }

  /** Adds these files; pids are those of {@code pids}. */
  static void addTo(Map<String, KernelFile> all, Machine machine, PidNamespace pids) {
    ProcMachineFiles files = new ProcMachineFiles(machine, pids);
    all.put("cmdline", text(() -> "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet\n"));
    all.put("cpuinfo", text(ProcMachineFiles::processors));
    all.put("filesystems", text(() -> "nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n\text4\n"));
    all.put("loadavg", text(files::load));
    all.put("meminfo", text(files::memory));
    all.put("modules", text(() -> "vxlan 114688 0 - Live\nbr_netfilter 32768 0 - Live\n"));
    all.put("stat", text(files::stat));
    all.put("uptime", text(files::uptime));
    all.put("version", text(ProcMachineFiles::version));
  }

  private static String version() {
    return "Linux version " + Hardware.KERNEL + " " + Hardware.BUILD + "\n";
  }

  private static String processors() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Hardware.CORES; i++) {
      all.append(
          """
          processor\t: %d
          model name\t: %s
          physical id\t: 0
          siblings\t: %3$d
          core id\t\t: %1$d
          cpu cores\t: %3$d

          """
              .formatted(i, Hardware.PROCESSOR, Hardware.CORES));
    }
    return all.toString();
  }

  private String load() {
    return "%s 1/%d %d\n"
        .formatted(machine.load().text(" "), machine.processes().all().size(), pids.last());
  }

  /** Memory that processes do not use is free: a disk in memory has no cache. */
  private String memory() {
    long used = machine.cgroup().memory().current() / 1024;
    long free = Math.max(0, Hardware.MEMORY_KI - used);
    StringBuilder all = new StringBuilder();
    line(all, "MemTotal", Hardware.MEMORY_KI);
    line(all, "MemFree", free);
    line(all, "MemAvailable", free);
    line(all, "Buffers", 0);
    line(all, "Cached", 0);
    line(all, "SwapTotal", 0);
    line(all, "SwapFree", 0);
    return all.toString();
  }

  private static void line(StringBuilder all, String name, long kib) {
    all.append(String.format(Locale.ROOT, "%-15s %8d kB%n", name + ":", kib));
  }

  private Duration up() {
    return Duration.between(machine.booted(), machine.loop().now());
  }

  private Duration busy() {
    return machine.cgroup().cpu().usage();
  }

  private Duration idle() {
    Duration all = up().multipliedBy(Hardware.CORES);
    return all.compareTo(busy()) > 0 ? all.minus(busy()) : Duration.ZERO;
  }

  private String uptime() {
    return String.format(
        Locale.ROOT, "%.2f %.2f%n", up().toMillis() / 1000.0, idle().toMillis() / 1000.0);
  }

  /** Only one process runs at a time, so all work is counted on the first CPU. */
  private String stat() {
    StringBuilder all = new StringBuilder();
    long work = ProcessFigures.ticks(busy());
    long up = ProcessFigures.ticks(up());
    processor(all, "cpu ", work, ProcessFigures.ticks(idle()));
    for (int i = 0; i < Hardware.CORES; i++) {
      long own = i == 0 ? work : 0;
      processor(all, "cpu" + i, own, Math.max(0, up - own));
    }
    all.append("btime ").append(machine.clock().of(machine.booted()).getEpochSecond()).append('\n');
    all.append("processes ").append(machine.processes().pids().last()).append('\n');
    return all.append("procs_running 1\nprocs_blocked 0\n").toString();
  }

  private static void processor(StringBuilder all, String name, long work, long idle) {
    all.append(name).append(' ').append(work).append(" 0 0 ").append(idle);
    all.append(" 0 0 0 0 0 0\n");
  }
}
