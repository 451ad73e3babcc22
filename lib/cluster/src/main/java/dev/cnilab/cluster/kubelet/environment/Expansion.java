package dev.cnilab.cluster.kubelet.environment;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces {@code $(NAME)} in commands, arguments and variables; {@code $$} is one dollar sign. */
public final class Expansion {
  private Expansion() {}

  /**
   * The text with every known reference replaced; one to an unknown name stays as it is.
   *
   * @param variables returns null for an unknown name
   */
  public static String expand(String text, Function<String, @Nullable String> variables) {
    StringBuilder expanded = new StringBuilder(text.length());
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c != '$' || position + 1 == text.length()) {
        expanded.append(c);
        position++;
      } else if (text.charAt(position + 1) == '(') {
        position = reference(text, position, variables, expanded);
      } else {
        expanded.append(
            text.charAt(position + 1) == '$' ? "$" : text.substring(position, position + 2));
        position += 2;
      }
    }
    return expanded.toString();
  }

  private static int reference(
      String text,
      int start,
      Function<String, @Nullable String> variables,
      StringBuilder expanded) {
    int end = text.indexOf(')', start);
    if (end < 0) {
      expanded.append("$(");
      return start + 2;
    }
    String value = variables.apply(text.substring(start + 2, end));
    expanded.append(value == null ? text.substring(start, end + 1) : value);
    return end + 1;
  }
}
