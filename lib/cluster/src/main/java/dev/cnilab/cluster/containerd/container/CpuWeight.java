package dev.cnilab.cluster.containerd.container;

/** Converts CPU shares of cgroup v1 to the weight of v2. */
final class CpuWeight {
  private static final long FEWEST = 2;
  private static final long MOST = 262_144;
  private static final int LARGEST = 10_000;

  private CpuWeight() {}

  /**
   * {@code ConvertCPUSharesToCgroupV2Value} of opencontainers/cgroups: a curve that maps the
   * default of 1,024 shares to the default weight of 100.
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
