package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.log.GoTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** A table of crictl: its columns are at least 20 characters wide, with three spaces between. */
final class TextTable {
  private final GoTable rows = new GoTable(20, 3);

  TextTable(String... header) {
    add(header);
  }

  void add(String... cells) {
    rows.add(String.join("\t", cells));
  }

  /** The first characters of an ID, enough to tell it from others. */
  static String shortened(String id) {
    return id.substring(0, Math.min(13, id.length()));
  }

  /**
   * A size with a decimal unit, as Go's {@code units.HumanSizeWithPrecision}.
   *
   * @param digits the significant ones
   */
  static String size(long bytes, int digits) {
    List<String> units = List.of("B", "kB", "MB", "GB");
    int unit = 0;
    BigDecimal size = BigDecimal.valueOf(bytes);
    while (size.compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < units.size() - 1) {
      size = size.movePointLeft(3);
      unit++;
    }
    BigDecimal rounded = size.round(new MathContext(digits));
    String text = rounded.stripTrailingZeros().toPlainString();
    return (rounded.signum() == 0 ? "0" : text) + units.get(unit);
  }

  @Override
  public String toString() {
    return rows.toString();
  }
}
