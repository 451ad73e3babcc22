package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.node.TextNode;
import net.thisptr.jackson.jq.Scope;

/** A string as jq 1.6 writes it: DEL is escaped as well, and digits are in lower case. */
final class JqString {
  private static final int DELETE = 0x7f;

  private JqString() {}

  /** Replaces the library's functions that write values as strings. */
  static void addTo(Scope scope) {
    scope.addFunction(
        "tojson",
        0,
        (inner, arguments, in, path, output, version) ->
            output.emit(TextNode.valueOf(JsonFormat.COMPACT.print(in)), null));
    scope.addFunction(
        "tostring",
        0,
        (inner, arguments, in, path, output, version) ->
            output.emit(
                in.isTextual() ? in : TextNode.valueOf(JsonFormat.COMPACT.print(in)), null));
  }

  /** Appends a string in quotation marks. */
  static void append(String string, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || c == DELETE) {
            text.append("\\u00").append(Character.forDigit(c >> 4, 16));
            text.append(Character.forDigit(c & 0xf, 16));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
