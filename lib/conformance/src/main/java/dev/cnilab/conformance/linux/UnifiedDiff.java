package dev.cnilab.conformance.linux;

import dev.cnilab.userland.coreutils.diff.Edit;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of two lists, with {@code -} before missing ones and {@code +} before additional ones.
 */
final class UnifiedDiff {
  private UnifiedDiff() {}

  static List<String> of(List<String> wanted, List<String> found) {
    List<String> diff = new ArrayList<>();
    int at = 0;
    for (Edit edit : Edit.between(wanted, found)) {
      wanted.subList(at, edit.start()).forEach(line -> diff.add(" " + line));
      wanted.subList(edit.start(), edit.end()).forEach(line -> diff.add("-" + line));
      found.subList(edit.newStart(), edit.newEnd()).forEach(line -> diff.add("+" + line));
      at = edit.end();
    }
    wanted.subList(at, wanted.size()).forEach(line -> diff.add(" " + line));
    return diff;
  }
}
