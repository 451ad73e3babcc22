package dev.cnilab.cluster.containerd.container;

/** Shares of processors, of version 1 of control groups, as the weight of version 2. */
final class CpuWeight {
  private static final long FEWEST = 2;
  private static final long MOST = 262_144;
  private static final int LARGEST = 10_000;

  private CpuWeight() {}

  /**
   * {@code ConvertCPUSharesToCgroupV2Value} of opencontainers/cgroups: a curve on which the usual
   * 1,024 shares become the usual weight of 100.
   */
  static int of(long shares) {
    if (shares <= FEWEST) {
      return 1;
    }
    if (shares >= MOST) {
      return LARGEST;
    }
    double log = Math.log((double) shares) / Math.log(2);
    double exponent = (log * log + 125 * log) / 612 - 7.0 / 34;
    return (int) Math.ceil(Math.pow(10, exponent));
  }
}
