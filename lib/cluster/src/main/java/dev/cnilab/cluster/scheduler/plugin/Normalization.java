package dev.cnilab.cluster.scheduler.plugin;

import java.util.List;

/** How a plugin's own measure becomes a score from 0 to 100. */
enum Normalization {
  NONE,

  /** The highest gets 100, zero gets 0. */
  OF_HIGHEST,

  /** Zero gets 100, the highest gets 0. */
  REVERSED,

  /** The highest gets 100, the lowest gets 0; all get 0 if they are equal. */
  OF_RANGE;

  List<Double> apply(List<Double> measures) {
    double highest = measures.stream().mapToDouble(m -> m).max().orElse(0);
    double lowest = measures.stream().mapToDouble(m -> m).min().orElse(0);
    return measures.stream().map(measure -> score(measure, lowest, highest)).toList();
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
