package dev.cnilab.userland.hardware;

import java.time.Duration;

/**
 * The hardware of every machine, and its kernel. Everything that reports it, from /proc/cpuinfo to
 * a node's capacity, takes it from here.
 */
public final class Hardware {
  /** The kernel release on which the Kubernetes captures were recorded. */
  public static final String KERNEL = "6.18.44";

  public static final String BUILD = "#1 SMP PREEMPT_DYNAMIC";
  public static final String ARCHITECTURE = "x86_64";

  public static final int CORES = 2;
  public static final String PROCESSOR = "virtual";

  /** 8 GiB minus what the kernel reserves for itself, in KiB. */
  public static final long MEMORY_KI = 8_131_284;

  /** The size of the root file system, in KiB. */
  public static final long DISK_KI = 20_466_256;

  /** The maximum number of processes: kernel.threads-max. */
  public static final int MOST_PROCESSES = 4096;

  /** How long a processor takes to send a block of 128 KiB: a little more than 100 Mbit/s. */
  public static final Duration BLOCK = Duration.ofMillis(10);

  private Hardware() {}
}
