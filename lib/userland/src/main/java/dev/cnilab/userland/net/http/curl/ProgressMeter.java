package dev.cnilab.userland.net.http.curl;

import dev.cnilab.userland.process.Process;
import java.util.Locale;

/** curl's progress meter (lib/progress.c). */
final class ProgressMeter {
  private static final String HEAD =
      """
        % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                       Dload  Upload   Total   Spent    Left  Speed
      """;
  private static final String NOTHING =
      "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";

  private final Process process;
  private final boolean shown;

  ProgressMeter(Process process, boolean shown) {
    this.process = process;
    this.shown = shown;
  }

  void begin() {
    if (shown) {
      process.err().print(HEAD + NOTHING);
    }
  }

  void end(TransferRecord record, long elapsed) {
    if (shown) {
      process.err().print(line(record, elapsed) + "\n");
    }
  }

  /** Prints the last state of a failed transfer; nothing if it never started. */
  void abort(TransferRecord record, long elapsed) {
    if (shown && record.attempted && record.exitCode != 6) {
      process.err().print(line(record, elapsed) + "\n");
    }
  }

  private static String line(TransferRecord record, long elapsed) {
    long micros = Math.max(1, elapsed / 1000);
    long average = record.downloaded * 1_000_000 / micros;
    long current = record.downloaded * 1000 / Math.max(1, micros / 1000);
    long total = Math.max(record.expected, record.downloaded);
    long percent = record.expected == 0 ? 0 : record.downloaded * 100 / record.expected;
    long seconds = elapsed / 1_000_000_000;
    String spent =
        seconds == 0
            ? "--:--:--"
            : String.format(
                Locale.ROOT, "%2d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return String.format(
        Locale.ROOT,
        "\r%3d %s  %3d %s    0     0  %s      0 --:--:-- %s --:--:-- %s",
        percent,
        five(total),
        percent,
        five(record.downloaded),
        five(average),
        spent,
        five(current));
  }

  /** A number five columns wide (max5data). */
  private static String five(long bytes) {
    if (bytes < 100_000) {
      return String.format(Locale.ROOT, "%5d", bytes);
    }
    if (bytes < 10_000L << 10) {
      return String.format(Locale.ROOT, "%4dk", bytes >> 10);
    }
    if (bytes < 100L << 20) {
      long mega = 1L << 20;
      return String.format(Locale.ROOT, "%2d.%dM", bytes / mega, bytes % mega / (mega / 10));
    }
    return String.format(Locale.ROOT, "%4dM", bytes >> 20);
  }
}
