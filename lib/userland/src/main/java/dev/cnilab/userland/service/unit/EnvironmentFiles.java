package dev.cnilab.userland.service.unit;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects the environment of a service: Environment= and then EnvironmentFile=; systemd.exec(5).
 */
public record EnvironmentFiles(MountNamespace files) {

  /**
   * All variables of a unit.
   *
   * @throws IOException if one of its files cannot be read and its name has no leading dash
   */
  public Map<String, String> of(Unit unit) throws IOException {
    Map<String, String> variables = new HashMap<>();
    unit.environment().forEach(each -> put(variables, each));
    for (String each : unit.environmentFiles()) {
      boolean optional = each.startsWith("-");
      try {
        read(variables, files.readText(optional ? each.substring(1) : each));
      } catch (FileException unreadable) {
        if (!optional) {
          throw unreadable;
        }
      }
    }
    return variables;
  }

  private static void read(Map<String, String> variables, String text) {
    for (String line : text.replace("\\\n", "").lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#") && !line.startsWith(";")) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          String value = String.join(" ", ExecLine.words(line.substring(equals + 1)));
          variables.put(line.substring(0, equals).strip(), value);
        }
      }
    }
  }

  private static void put(Map<String, String> variables, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals > 0) {
      variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
  }
}
