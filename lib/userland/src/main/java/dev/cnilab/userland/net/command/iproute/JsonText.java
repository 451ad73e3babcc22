package dev.cnilab.userland.net.command.iproute;

/** Writes JSON piece by piece, laid out as iproute2 does. */
final class JsonText {
  private static final String INDENT = "    ";

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;
  private int depth;
  private boolean first = true;

  JsonText(boolean pretty) {
    this.pretty = pretty;
  }

  void name(String key) {
    separate();
    endLine();
    quote(key);
    out.append(pretty ? ": " : ":");
    first = true;
  }

  void value(Object value) {
    separate();
    if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(value.toString());
    }
  }

  void nullValue() {
    separate();
    out.append("null");
  }

  void openObject() {
    open('{');
  }

  void closeObject() {
    close('}');
  }

  void openArray() {
    open('[');
    out.append(pretty ? " " : "");
  }

  void closeArray() {
    out.append(pretty && !first ? " " : "");
    first = true;
    close(']');
  }

  @Override
  public String toString() {
    return out + "\n";
  }

  private void open(char bracket) {
    separate();
    out.append(bracket);
    depth++;
    first = true;
  }

  private void close(char bracket) {
    depth--;
    if (!first) {
      endLine();
    }
    out.append(bracket);
    first = false;
  }

  private void separate() {
    out.append(first ? "" : ",");
    first = false;
  }

  private void endLine() {
    if (pretty) {
      out.append('\n').append(INDENT.repeat(depth));
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        case '\\', '"' -> out.append('\\').append(c);
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
