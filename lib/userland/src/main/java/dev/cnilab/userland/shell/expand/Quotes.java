package dev.cnilab.userland.shell.expand;

import java.util.regex.Pattern;

/** Quotes text as bash does, so that it can be read back. */
public final class Quotes {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Quotes() {}

  /** In single quotes, always. */
  public static String single(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** In single quotes if necessary, as {@code set} prints it. */
  public static String whereNeeded(String text) {
    return BARE.matcher(text).matches() ? text : single(text);
  }

  /** In double quotes, as {@code declare -p} prints it. */
  public static String twofold(String text) {
    return "\"" + text.replaceAll("([\"\\\\$`])", "\\\\$1") + "\"";
  }

  /** With backslashes, as {@code printf %q} prints it. */
  public static String backslashed(String text) {
    return text.isEmpty() ? "''" : text.replaceAll("([^A-Za-z0-9_@%+=:,./-])", "\\\\$1");
  }
}
