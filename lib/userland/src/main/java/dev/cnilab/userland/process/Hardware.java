package dev.cnilab.userland.process;

/** What machines say of their processors, memory and kernel: those of the captures. */
public final class Hardware {
  public static final String KERNEL = "6.12.48+deb13-cloud-amd64";
  public static final String BUILD = "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)";
  public static final int CORES = 2;

  /** In KiB. */
  public static final long MEMORY_SIZE = 4_015_972;

  /** In KiB. */
  public static final long MEMORY_FREE = 2_412_016;

  /** How many processes there may be: kernel.threads-max. */
  public static final int MOST_PROCESSES = 4096;

  static final String MEMORY =
      String.format(
          "MemTotal:       %8d kB%nMemFree:        %8d kB%nMemAvailable:   %8d kB%n",
          MEMORY_SIZE, MEMORY_FREE, MEMORY_FREE + 800_000);

  static final String PROCESSORS =
      "processor\t: 0\nmodel name\t: virtual\n\nprocessor\t: 1\nmodel name\t: virtual\n\n";

  private Hardware() {}
}
