package dev.cnilab.userland.shell.expand;

import java.util.regex.Pattern;

/** Text as bash writes it so that it can be read again. */
public final class Quotes {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Quotes() {}

  /** In single quotes, whatever it is. */
  public static String single(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** In single quotes where it needs some, as {@code set} prints it. */
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
