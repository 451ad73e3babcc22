package dev.cnilab.userland.hardware;

/**
 * What every machine is made of, and the kernel that runs on it. Whatever tells of it, from
 * /proc/cpuinfo to a node's capacity, tells this.
 */
public final class Hardware {
  /** The release that the captures of Kubernetes were taken on. */
  public static final String KERNEL = "6.18.44";

  public static final String BUILD = "#1 SMP PREEMPT_DYNAMIC";
  public static final String ARCHITECTURE = "x86_64";

  public static final int CORES = 2;
  public static final String PROCESSOR = "virtual";

  /** 8 GiB less what the kernel keeps for itself, in KiB. */
  public static final long MEMORY_KI = 8_131_284;

  /** The file system of the root directory, in KiB. */
  public static final long DISK_KI = 20_466_256;

  /** How many processes there may be: kernel.threads-max. */
  public static final int MOST_PROCESSES = 4096;

  private Hardware() {}
}
