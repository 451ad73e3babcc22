package dev.cnilab.cluster.scheduler.plugin;

/** How a plugin's raw value becomes a score from 0 to 100. */
enum Normalization {
  NONE,

  /** The highest gets 100, zero gets 0. */
  OF_HIGHEST,

  /** Zero gets 100, the highest gets 0. */
  REVERSED,

  /** The highest gets 100, the lowest gets 0; all get 0 if they are equal. */
  OF_RANGE;

  /** Replaces raw values by scores. */
  void apply(double[] measures) {
    if (this == NONE || measures.length == 0) {
      return;
    }
    double highest = measures[0];
    double lowest = measures[0];
    for (double measure : measures) {
      highest = Math.max(highest, measure);
      lowest = Math.min(lowest, measure);
    }
    for (int i = 0; i < measures.length; i++) {
      measures[i] = score(measures[i], lowest, highest);
    }
  }

  private double score(double measure, double lowest, double highest) {
    return switch (this) {
      case NONE -> measure;
      case OF_HIGHEST -> highest == 0 ? 0 : 100 * measure / highest;
      case REVERSED -> highest == 0 ? 100 : 100 * (highest - measure) / highest;
      case OF_RANGE -> highest == lowest ? 0 : 100 * (measure - lowest) / (highest - lowest);
    };
  }
}
