package dev.cnilab.cluster.conformance.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was typed in a session, what came of it, and what was waited for in between. */
record Transcript(List<Entry> entries) {
  private static final Pattern PROMPT = Pattern.compile("(node-\\d+|)\\$ (.*)");
  private static final Pattern REMARK = Pattern.compile("# \\d\\d:\\d\\d:\\d\\d (.*)");
  private static final Pattern HERE_DOCUMENT = Pattern.compile(".*<<-?\\s*'?(\\w+)'?.*");

  /** A part of the session. */
  sealed interface Entry {}

  /**
   * A command.
   *
   * @param node where it was typed, "" for a terminal with kubectl
   * @param command as typed, with the lines of its here-document
   * @param output both streams, and {@code [exit N]} if it failed
   */
  record Typed(String node, String command, String output) implements Entry {}

  /** Something that was waited for, in words. */
  record Awaited(String what) implements Entry {}

  static Transcript read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    int i = 0;
    while (i < lines.size()) {
      Matcher remark = REMARK.matcher(lines.get(i));
      Matcher prompt = PROMPT.matcher(lines.get(i));
      i++;
      if (remark.matches()) {
        entries.add(new Awaited(remark.group(1)));
      } else if (prompt.matches()) {
        StringBuilder command = new StringBuilder(prompt.group(2));
        Matcher document = HERE_DOCUMENT.matcher(prompt.group(2));
        boolean open = document.matches();
        while (open && i < lines.size()) {
          open = !lines.get(i).equals(document.group(1));
          command.append('\n').append(lines.get(i++));
        }
        StringBuilder output = new StringBuilder();
        while (i < lines.size() && !begins(lines.get(i))) {
          output.append(lines.get(i++)).append('\n');
        }
        entries.add(new Typed(prompt.group(1), command.toString(), output.toString().strip()));
      }
    }
    return new Transcript(entries);
  }

  private static boolean begins(String line) {
    return PROMPT.matcher(line).matches() || REMARK.matcher(line).matches();
  }
}
