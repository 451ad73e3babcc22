package dev.cnilab.conformance.kubernetes.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be typed at a cluster: a transcript without times and answers.
 *
 * <pre>
 * # a line at the beginning: what it is about
 * $ kubectl get nodes
 * node-2$ ip route
 * # a remark, from which on {@code @since} counts
 * until 120 node-2 is Ready: kubectl get node node-2 | grep -w Ready
 * pause 20
 * </pre>
 *
 * A here-document continues as in a shell. node-1 is the cluster's control plane, node-2 its first
 * other node, whatever they are called there; {@code @since} stands for the time of the last
 * remark.
 *
 * @param title what it is about
 */
record CaptureScript(String title, List<Line> lines) {
  private static final Pattern TYPED = Pattern.compile("(node-\\d+|)\\$ (.*)");
  private static final Pattern UNTIL = Pattern.compile("until (\\d+) ([^:]+): (.*)");
  private static final Pattern PAUSE = Pattern.compile("pause (\\d+)");
  private static final Pattern HERE_DOCUMENT = Pattern.compile(".*<<-?\\s*'?(\\w+)'?.*");

  /** A line of a script; its text is the line as it stands there. */
  sealed interface Line {}

  /** A command; {@code node} is "" for the terminal with kubectl. */
  record Type(String node, String command) implements Line {
    @Override
    public String toString() {
      return node + "$ " + command;
    }
  }

  /** A wait: the command succeeds when the condition is met. */
  record Until(Duration atMost, String what, String command) implements Line {
    @Override
    public String toString() {
      return "until " + atMost.toSeconds() + " " + what + ": " + command;
    }
  }

  /** Time that passes. */
  record Pause(Duration time) implements Line {
    @Override
    public String toString() {
      return "pause " + time.toSeconds();
    }
  }

  /** Words for the reader of the transcript. */
  record Remark(String words) implements Line {
    @Override
    public String toString() {
      return "# " + words;
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException for an invalid line
   */
  static CaptureScript read(Path file) throws IOException {
    List<String> text = Files.readAllLines(file);
    if (text.isEmpty() || !text.getFirst().startsWith("# ")) {
      throw new IllegalArgumentException(
          file + " does not begin with a line like \"# What it is about\"");
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i < text.size(); i++) {
      StringBuilder line = new StringBuilder(text.get(i));
      Matcher document = HERE_DOCUMENT.matcher(line);
      if (document.matches()) {
        do {
          i++;
          if (i == text.size()) {
            throw new IllegalArgumentException(
                file + " ends within the here-document " + document.group(1));
          }
          line.append('\n').append(text.get(i));
        } while (!text.get(i).equals(document.group(1)));
      }
      if (!line.toString().isBlank()) {
        lines.add(parse(file, line.toString()));
      }
    }
    return new CaptureScript(text.getFirst().substring(2), List.copyOf(lines));
  }

  private static Line parse(Path file, String line) {
    Matcher typed = Pattern.compile(TYPED.pattern(), Pattern.DOTALL).matcher(line);
    if (typed.matches()) {
      return new Type(typed.group(1), typed.group(2));
    }
    Matcher until = UNTIL.matcher(line);
    if (until.matches()) {
      return new Until(
          Duration.ofSeconds(Long.parseLong(until.group(1))), until.group(2), until.group(3));
    }
    Matcher pause = PAUSE.matcher(line);
    if (pause.matches()) {
      return new Pause(Duration.ofSeconds(Long.parseLong(pause.group(1))));
    }
    if (line.startsWith("# ")) {
      return new Remark(line.substring(2));
    }
    throw new IllegalArgumentException(
        "%s: \"%s\" is no command (\"$ …\", \"node-2$ …\"), remark (\"# …\"), \"until SECONDS WHAT: COMMAND\" or \"pause SECONDS\""
            .formatted(file, line));
  }
}
