package dev.cnilab.userland.net.nettools;

import java.util.Locale;

/** Byte counts in human-readable units. */
final class ByteCount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final double STEP = 1024;

  private ByteCount() {}

  static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    // Truncated, not rounded, like the C code's integers.
    return String.format(Locale.ROOT, "%.1f %s", Math.floor(value * 10) / 10, UNITS[unit]);
  }
}
