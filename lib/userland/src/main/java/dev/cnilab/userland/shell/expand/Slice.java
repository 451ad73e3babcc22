package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The substring of <code>${name:offset:length}</code>; bash(1), Substring Expansion.
 *
 * @param offset from the end if it is negative
 * @param length an offset from the end if it is negative; to the end if it is missing
 */
record Slice(long offset, OptionalLong length) {

  /** Evaluates the offset and the length after the operator. */
  static Slice of(Expander expander, Word argument) throws IOException {
    String text = expander.text(argument);
    int colon = colon(text);
    return colon < 0
        ? new Slice(expander.number(text), OptionalLong.empty())
        : new Slice(
            expander.number(text.substring(0, colon)),
            OptionalLong.of(expander.number(text.substring(colon + 1))));
  }

  /**
   * The position of the colon that ends the offset, which may contain colons itself; -1 if there is
   * none.
   */
  private static int colon(String text) {
    int open = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && open == 0) {
        return i;
      }
      open += c == '(' || c == '?' ? 1 : c == ')' || c == ':' ? -1 : 0;
    }
    return -1;
  }

  String of(String value) throws ShellException {
    int start = start(value.length());
    return start < 0 ? "" : value.substring(start, end(start, value.length()));
  }

  List<String> of(List<String> values) throws ShellException {
    int start = start(values.size());
    return start < 0 ? List.of() : values.subList(start, end(start, values.size()));
  }

  /** The start of the substring; -1 if it is out of range. */
  private int start(int size) {
    long start = offset < 0 ? size + offset : offset;
    return start < 0 || start > size ? -1 : (int) start;
  }

  private int end(int start, int size) throws ShellException {
    if (length.isEmpty()) {
      return size;
    }
    long end = length.getAsLong() < 0 ? size + length.getAsLong() : start + length.getAsLong();
    if (end < start) {
      throw new ShellException(1, length.getAsLong() + ": substring expression < 0");
    }
    return (int) Math.min(end, size);
  }
}
