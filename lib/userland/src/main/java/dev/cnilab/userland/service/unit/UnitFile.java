package dev.cnilab.userland.service.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A unit file or a drop-in; systemd.syntax(7).
 *
 * @param path its location
 */
record UnitFile(String path, String text) {

  /**
   * One line {@code KEY=VALUE} of a section.
   *
   * @param place {@code PATH:LINE}
   */
  record Assignment(String place, String section, String key, String value) {}

  /**
   * The valid assignments; invalid lines are ignored.
   *
   * @param complaint receives systemd's message about each invalid line
   */
  List<Assignment> assignments(Consumer<String> complaint) {
    List<Assignment> assignments = new ArrayList<>();
    String section = "";
    StringBuilder unfinished = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (isIgnored(line, unfinished.isEmpty())) {
        continue;
      }
      if (line.endsWith("\\")) {
        unfinished.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      String whole = unfinished.append(line).toString().strip();
      unfinished.setLength(0);
      String place = path + ":" + number;
      int equals = whole.indexOf('=');
      if (whole.startsWith("[") && whole.endsWith("]")) {
        section = whole.substring(1, whole.length() - 1);
      } else if (section.isEmpty()) {
        complaint.accept(place + ": Assignment outside of section. Ignoring.");
      } else if (equals < 0) {
        complaint.accept(place + ": Missing '=', ignoring line.");
      } else {
        String key = whole.substring(0, equals).strip();
        assignments.add(new Assignment(place, section, key, whole.substring(equals + 1).strip()));
      }
    }
    return assignments;
  }

  private static boolean isIgnored(String line, boolean atTheBeginning) {
    return line.startsWith("#") || line.startsWith(";") || (line.isBlank() && atTheBeginning);
  }
}
