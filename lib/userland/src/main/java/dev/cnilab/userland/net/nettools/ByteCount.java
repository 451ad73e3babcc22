package dev.cnilab.userland.net.nettools;

import java.util.Locale;

/** Numbers of bytes with a unit that people can read. */
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
    // Cut, not rounded, as the C code's integers are.
    return String.format(Locale.ROOT, "%.1f %s", Math.floor(value * 10) / 10, UNITS[unit]);
  }
}
