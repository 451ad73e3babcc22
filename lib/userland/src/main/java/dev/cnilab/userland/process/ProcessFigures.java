package dev.cnilab.userland.process;

import java.time.Duration;
import java.util.Locale;

/** The figures in /proc/PID; proc_pid_stat(5). */
final class ProcessFigures {
  /** USER_HZ. */
  static final int TICKS_PER_SECOND = 100;

  private static final int PAGE = 4096;

  private ProcessFigures() {}

  static long ticks(Duration time) {
    return time.toMillis() * TICKS_PER_SECOND / 1000;
  }

  /** Whether it is the process that reads this: only one runs at a time. */
  static boolean isRunning(Process process) {
    return process.machine().processes().current().filter(process::equals).isPresent();
  }

  /** The letter of its state: running, stopped or waiting. */
  static String state(Process process) {
    return process.signals().isStopped() ? "T" : isRunning(process) ? "R" : "S";
  }

  static String stateInWords(Process process) {
    String letter = state(process);
    return letter
        + (letter.equals("T") ? " (stopped)" : letter.equals("R") ? " (running)" : " (sleeping)");
  }

  /**
   * The file stat; fields about signals, faults, memory layout and scheduling, which the simulation
   * does not have, are 0.
   */
  static String stat(Process process) {
    int parent = process.isInit() ? 0 : process.family().parent().pidInside();
    Duration age = Duration.between(process.machine().booted(), process.started());
    long resident = process.usage().residentBytes();
    return String.format(
        Locale.ROOT,
        "%d (%s) %s %d %d %d 0 -1 0 0 0 0 0 %d 0 0 0 20 0 1 0 %d %d %d%s%n",
        process.pidInside(),
        process.name(),
        state(process),
        parent,
        process.pidInside(),
        process.pidInside(),
        ticks(process.usage().processorTime()),
        ticks(age),
        resident,
        resident / PAGE,
        " 0".repeat(28));
  }
}
