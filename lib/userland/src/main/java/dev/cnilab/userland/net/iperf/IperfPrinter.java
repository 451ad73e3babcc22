package dev.cnilab.userland.net.iperf;

import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.util.Locale;

/**
 * Prints the lines of a test. As with C's standard output, what does not go to a terminal is
 * written when the program ends.
 */
final class IperfPrinter {
  private static final String[] BYTES = {"Bytes", "KBytes", "MBytes", "GBytes", "TBytes"};
  private static final String[] BITS = {"bits", "Kbits", "Mbits", "Gbits", "Tbits"};
  private static final int BITS_OF_A_BYTE = 8;
  private static final int PER_BYTES = 1024;
  private static final int PER_BITS = 1000;

  /** From here on a number is rounded to one digit after the point, or to none. */
  private static final double ONE_DIGIT = 9.995;

  private static final double NO_DIGIT = 99.95;

  private final Output out;
  private final StringBuilder kept = new StringBuilder();

  IperfPrinter(Output out) {
    this.out = out;
  }

  void line(String text) throws IOException {
    kept.append(text).append('\n');
    if (out.isTerminal()) {
      flush();
    }
  }

  void flush() throws IOException {
    out.print(kept.toString());
    kept.setLength(0);
  }

  /** The line that separates the intervals from the sums. */
  void bar() throws IOException {
    line("- ".repeat(24) + "-");
  }

  /**
   * A row of the report.
   *
   * @param from when it begins, in seconds after the start of the test
   * @param to when it ends, in seconds
   * @param rest what follows the columns that all rows have
   */
  void row(double from, double to, long bytes, String rest) throws IOException {
    double rate = to > from ? bytes / (to - from) : 0;
    line(
        "[  5] %6.2f-%-6.2f sec  %s  %s/sec%s"
            .formatted(from, to, bytes(bytes), scaled(rate * BITS_OF_A_BYTE, PER_BITS, BITS), rest)
            .replace(',', '.'));
  }

  /** An amount of data, as a column shows it. */
  static String bytes(long bytes) {
    return scaled((double) bytes, PER_BYTES, BYTES);
  }

  private static String scaled(double value, int step, String... units) {
    double left = value;
    int unit = 0;
    while (left >= step && unit < units.length - 1) {
      left /= step;
      unit++;
    }
    String format = left < ONE_DIGIT ? "%4.2f %s" : left < NO_DIGIT ? "%4.1f %s" : "%4.0f %s";
    return String.format(Locale.ROOT, format, left, units[unit]);
  }
}
