package dev.cnilab.userland.coreutils.diff;

import java.util.ArrayList;
import java.util.List;

/** Edits with their context lines, as {@code diff -u} prints them. */
record UnifiedEdits(List<String> old, List<String> now, List<Edit> edits, int context) {

  String text() {
    StringBuilder text = new StringBuilder();
    List<Edit> hunk = new ArrayList<>();
    for (Edit edit : edits) {
      if (!hunk.isEmpty() && edit.start() - hunk.getLast().end() > 2 * context) {
        append(text, hunk);
        hunk.clear();
      }
      hunk.add(edit);
    }
    append(text, hunk);
    return text.toString();
  }

  private void append(StringBuilder text, List<Edit> hunk) {
    int before = Math.min(context, hunk.getFirst().start());
    int after = Math.min(context, old.size() - hunk.getLast().end());
    int start = hunk.getFirst().start() - before;
    int end = hunk.getLast().end() + after;
    int newStart = hunk.getFirst().newStart() - before;
    int newEnd = hunk.getLast().newEnd() + after;
    text.append("@@ -").append(range(start, end)).append(" +").append(range(newStart, newEnd));
    text.append(" @@\n");
    int at = start;
    for (Edit edit : hunk) {
      old.subList(at, edit.start()).forEach(line -> text.append(Edit.marked(" ", line)));
      old.subList(edit.start(), edit.end()).forEach(line -> text.append(Edit.marked("-", line)));
      now.subList(edit.newStart(), edit.newEnd())
          .forEach(line -> text.append(Edit.marked("+", line)));
      at = edit.end();
    }
    old.subList(at, end).forEach(line -> text.append(Edit.marked(" ", line)));
  }

  private static String range(int from, int to) {
    int count = to - from;
    return count == 1 ? String.valueOf(to) : (count == 0 ? from : from + 1) + "," + count;
  }
}
