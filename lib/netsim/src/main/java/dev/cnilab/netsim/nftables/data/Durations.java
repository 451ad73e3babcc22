package dev.cnilab.netsim.nftables.data;

import java.time.Duration;

/** Times as nft prints them, as {@code 2h59m59s428ms}. */
public final class Durations {
  private Durations() {}

  /** A duration to the millisecond, without units that are zero. */
  public static String text(Duration time, Style style) {
    if (style.has(Style.Option.NUMERIC_TIME) || style.has(Style.Option.NUMERIC)) {
      return time.toSeconds() + "s";
    }
    StringBuilder text = new StringBuilder();
    append(text, time.toDays(), "d");
    append(text, time.toHoursPart(), "h");
    append(text, time.toMinutesPart(), "m");
    append(text, time.toSecondsPart(), "s");
    append(text, time.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
