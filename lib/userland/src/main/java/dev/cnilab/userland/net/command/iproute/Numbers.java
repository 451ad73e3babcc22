package dev.cnilab.userland.net.command.iproute;

/** How iproute2 prints counters: {@code -h} and {@code -iec} (print_num of its utils). */
public enum Numbers {
  PLAIN(0, ""),
  DECIMAL(1000, ""),
  BINARY(1024, "i");

  private static final String PREFIXES = "kMGTPE";
  private static final int DIGITS = 2;

  private final int base;
  private final String suffix;

  Numbers(int base, String suffix) {
    this.base = base;
    this.suffix = suffix;
  }

  /** A counter as text: with a unit, and up to two digits behind the point, if it is large. */
  public String text(long count) {
    if (base == 0 || count < base) {
      return Long.toString(count);
    }
    long unit = base;
    int prefix = 0;
    while (count / base >= unit && prefix < PREFIXES.length() - 1) {
      unit *= base;
      prefix++;
    }
    int digits = DIGITS;
    for (long limit = 10; digits > 0 && count / unit >= limit; limit *= 10) {
      digits--;
    }
    return ("%." + digits + "f").formatted((double) count / unit)
        + PREFIXES.charAt(prefix)
        + suffix;
  }
}
