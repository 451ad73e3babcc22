package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.log.GoTable;

/** A table of crictl: its columns are at least 20 characters wide, with three spaces between. */
final class Table {
  private final GoTable rows = new GoTable(20, 3);

  Table(String... header) {
    add(header);
  }

  void add(String... cells) {
    rows.add(String.join("\t", cells));
  }

  /** The first characters of an ID, enough to tell it from others. */
  static String shortened(String id) {
    return id.substring(0, Math.min(13, id.length()));
  }

  @Override
  public String toString() {
    return rows.toString();
  }
}
