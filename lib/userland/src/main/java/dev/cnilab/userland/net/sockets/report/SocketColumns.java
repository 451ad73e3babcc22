package dev.cnilab.userland.net.sockets.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The table of {@code ss}: addresses right-aligned, ports left-aligned, columns as wide as
 * necessary.
 */
final class SocketColumns {
  /** The columns from left to right. */
  enum Column {
    NETID("Netid", false, ""),
    STATE("State", false, " "),
    RECEIVE("Recv-Q", false, " "),
    SEND("Send-Q", false, " "),
    LOCAL("Local Address:", true, " "),
    LOCAL_PORT("Port", false, ""),
    PEER("Peer Address:", true, " "),
    PEER_PORT("Port", false, ""),
    PROCESS("Process", false, "");

    private final String title;
    private final boolean right;
    private final String before;

    Column(String title, boolean right, String before) {
      this.title = title;
      this.right = right;
      this.before = before;
    }
  }

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** Creates a table with these columns. */
  SocketColumns(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds the header line. */
  void addTitles() {
    rows.add(columns.stream().map(column -> column.title).toList());
  }

  /** Adds a line, given the texts of all columns including hidden ones. */
  void add(Map<Column, String> texts) {
    rows.add(columns.stream().map(texts::get).toList());
  }

  @Override
  public String toString() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], firstLine(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(Math.max(0, widths[i] - firstLine(row.get(i))));
        Column column = columns.get(i);
        text.append(i == 0 ? "" : column.before);
        text.append(column.right ? padding + row.get(i) : row.get(i) + padding);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text.length() : end;
  }
}
