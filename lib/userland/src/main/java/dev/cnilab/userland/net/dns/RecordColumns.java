package dev.cnilab.userland.net.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Records in columns, as {@code dig} prints them (lib/dns/masterdump.c).
 *
 * @param ttl whether the TTL is printed
 * @param className whether the class is printed
 */
public record RecordColumns(boolean ttl, boolean className) {
  private static final int TTL = 24;
  private static final int CLASS = 32;
  private static final int TYPE = 40;
  private static final int DATA = 48;
  private static final int TAB = 8;

  String record(Record record) {
    Line line = new Line();
    line.add(record.getName().toString());
    if (ttl) {
      line.fill(TTL).add(Long.toString(record.getTTL()));
    }
    if (className) {
      line.fill(ttl ? CLASS : TTL).add(DClass.string(record.getDClass()));
    }
    int type = ttl && className ? TYPE : ttl || className ? CLASS : TTL;
    line.fill(type).add(Type.string(record.getType()));
    return line.fill(type + DATA - TYPE).add(DnsText.data(record)).toString();
  }

  /** A question, after the semicolon. */
  String question(Record question) {
    Line line = new Line().add(question.getName().toString());
    if (className) {
      line.fill(CLASS).add(DClass.string(question.getDClass()));
    }
    return line.fill(className ? TYPE : CLASS).add(Type.string(question.getType())).toString();
  }

  /** A line that is padded to columns with tabs. */
  private static final class Line {
    private final StringBuilder text = new StringBuilder();
    private int column;

    Line add(String word) {
      text.append(word);
      column += word.length();
      return this;
    }

    /** Pads to a column, or adds one space if the line is already that long. */
    Line fill(int to) {
      int end = Math.max(to, column + 1);
      int tabs = end / TAB - column / TAB;
      text.append("\t".repeat(tabs));
      int from = tabs > 0 ? end / TAB * TAB : column;
      text.append(" ".repeat(end - from));
      column = end;
      return this;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
