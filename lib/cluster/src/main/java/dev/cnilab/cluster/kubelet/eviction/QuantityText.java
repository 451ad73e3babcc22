package dev.cnilab.cluster.kubelet.eviction;

/** Prints bytes as Kubernetes quantities: in the largest power of 1024 that divides them. */
final class QuantityText {
  private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti"};

  private QuantityText() {}

  static String text(long bytes) {
    long value = bytes;
    int unit = 0;
    while (value != 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + UNITS[unit];
  }
}
