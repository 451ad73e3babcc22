package dev.cnilab.userland.command;

import java.util.Locale;

/** Sizes as {@code -h} prints them. */
public final class HumanSizes {
  private static final String UNITS = "KMGTPE";

  private HumanSizes() {}

  /** In powers of 1024, rounded up to two digits, as coreutils does. */
  public static String human(long bytes) {
    if (bytes < 1024) {
      return String.valueOf(bytes);
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    double tenths = Math.ceil(value * 10) / 10;
    return tenths < 10
        ? String.format(Locale.ROOT, "%.1f", tenths) + UNITS.charAt(unit)
        : (long) Math.ceil(value) + "" + UNITS.charAt(unit);
  }

  /** In powers of 1024 with one decimal, as busybox does; plain below that. */
  public static String tenths(long bytes) {
    if (bytes < 1024) {
      return String.valueOf(bytes);
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f", value) + UNITS.charAt(unit);
  }
}
