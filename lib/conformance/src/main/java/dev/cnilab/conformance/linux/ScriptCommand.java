package dev.cnilab.conformance.linux;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a script and its output.
 *
 * @param namespace where it runs; {@code -} is outside all named ones
 * @param expected lines marked with {@code >}, {@code !}, {@code =} and {@code ~}
 */
record ScriptCommand(String namespace, String command, List<String> expected) {
  /** Commands that list a hash table: the order of their lines is meaningless. */
  private static final Pattern UNORDERED =
      Pattern.compile(
          "^(busybox )?(ip (-\\S+ )*n(eigh)? |ip (-\\S+ )*neigh$|bridge fdb|conntrack -L"
              + "|ipset (list|save)|arp |ss |netstat -\\w*l)");

  ScriptCommand {
    expected = List.copyOf(expected);
  }

  boolean isWait() {
    return command.equals("wait");
  }

  boolean isBackground() {
    return command.endsWith(" &");
  }

  /** The command's words, without the {@code &}. */
  List<String> words() {
    return TypedWords.split(isBackground() ? command.substring(0, command.length() - 2) : command);
  }

  boolean isUnordered() {
    return UNORDERED.matcher(command).find();
  }

  @Override
  public String toString() {
    return "[" + namespace + "] " + command;
  }
}
