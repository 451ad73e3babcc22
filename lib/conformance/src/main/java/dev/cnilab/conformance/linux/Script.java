package dev.cnilab.conformance.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A capture: commands in network namespaces and a real system's output.
 *
 * @param ipv6 whether IPv6 stays enabled
 */
record Script(String name, boolean ipv6, List<ScriptCommand> steps) {
  private static final Pattern COMMAND = Pattern.compile("^\\[([-\\w]+)\\] (.*)$");
  private static final Pattern EXPECTED = Pattern.compile("^[>!=~]( .*)?$");

  Script {
    steps = List.copyOf(steps);
  }

  static Script read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readAllLines(file));
  }

  /**
   * Parses a script's lines.
   *
   * @throws IllegalArgumentException for an invalid line
   */
  static Script parse(String name, List<String> lines) {
    List<ScriptCommand> steps = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean ipv6 = false;
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      Matcher command = COMMAND.matcher(line);
      if (EXPECTED.matcher(line).matches()) {
        expected.addFirst(line);
      } else if (command.matches()) {
        steps.addFirst(new ScriptCommand(command.group(1), command.group(2), expected));
        expected.clear();
      } else if (!expected.isEmpty() || !(line.isBlank() || line.startsWith("#"))) {
        throw new IllegalArgumentException(
            name
                + ":"
                + (i + 1)
                + ": expected '[namespace] command' or '# comment', found: "
                + line);
      } else {
        ipv6 |= line.startsWith("# ipv6: on");
      }
    }
    return new Script(name, ipv6, steps);
  }
}
