package dev.cnilab.userland.net.mtr;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The statistics of one hop: which host answers, and how fast. */
final class HopStatistics {
  private final List<Double> times = new ArrayList<>();
  private int sent;
  private @Nullable Ipv4Address from;

  /** Counts a probe. */
  void sent() {
    sent++;
  }

  /** Counts an answer after that many milliseconds. */
  void answered(Ipv4Address by, double millis) {
    from = by;
    times.add(millis);
  }

  @Nullable Ipv4Address from() {
    return from;
  }

  /** The columns of a report: {@code Loss% Snt Last Avg Best Wrst StDev}. */
  String columns() {
    double loss = sent == 0 ? 0 : 100.0 * (sent - times.size()) / sent;
    double last = times.isEmpty() ? 0 : times.getLast();
    double average = times.stream().mapToDouble(each -> each).average().orElse(0);
    double best = times.stream().mapToDouble(each -> each).min().orElse(0);
    double worst = times.stream().mapToDouble(each -> each).max().orElse(0);
    double squares = times.stream().mapToDouble(each -> (each - average) * (each - average)).sum();
    double deviation = times.size() < 2 ? 0 : Math.sqrt(squares / (times.size() - 1));
    String percent = String.format(Locale.ROOT, "%4.1f%%", loss);
    return String.format(
        Locale.ROOT,
        " %5.5s%6d%7.1f%6.1f%6.1f%6.1f%6.1f",
        percent,
        sent,
        last,
        average,
        best,
        worst,
        deviation);
  }
}
