package dev.cnilab.conformance.kubernetes.comparison;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sandboxes and containers that a session has created. Lines of a journal about others concern
 * pods of another session that are being cleaned up.
 */
final class Sandboxes {
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final Pattern MAKING =
      Pattern.compile(
          ".*(returns sandbox id|returns container id|connecting to shim|for sandbox).*"
              + "|.*Failed to create pod sandbox.*");
  private static final Pattern REMOVING = Pattern.compile(".*(destroy|TearDown) network.*");

  private final Set<String> made = new HashSet<>();

  /** Notes those that are created according to an answer. */
  void note(String answer) {
    answer
        .lines()
        .filter(line -> MAKING.matcher(line).matches() && !REMOVING.matcher(line).matches())
        .flatMap(line -> ID.matcher(line).results())
        .forEach(id -> made.add(id.group()));
  }

  /** Whether a line of a journal is about one of them, or about none. */
  boolean concern(String line) {
    Matcher ids = ID.matcher(line);
    boolean any = false;
    while (ids.find()) {
      if (made.contains(ids.group())) {
        return true;
      }
      any = true;
    }
    return !any;
  }
}
