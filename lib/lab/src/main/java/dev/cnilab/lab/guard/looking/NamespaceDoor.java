package dev.cnilab.lab.guard.looking;

import java.util.List;
import java.util.Optional;

/** A command in the network namespace of a process. */
record NamespaceDoor(String pid, List<String> command) {

  /** The namespace that a call of {@code nsenter} enters; empty if it asks for anything else. */
  static Optional<NamespaceDoor> of(List<String> words) {
    if (!words.getFirst().equals("nsenter")) {
      return Optional.empty();
    }
    String pid = "";
    boolean net = false;
    int i = 1;
    for (; i < words.size() && words.get(i).startsWith("-"); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        i++;
        break;
      } else if (word.equals("-t") || word.equals("--target")) {
        i++;
        pid = i < words.size() ? words.get(i) : "";
      } else if (word.matches("-t\\d+|--target=\\d+")) {
        pid = word.replaceAll("\\D", "");
      } else if (word.equals("-n") || word.equals("--net")) {
        net = true;
      } else {
        return Optional.empty();
      }
    }
    return net && pid.matches("[1-9]\\d{0,8}") && i < words.size()
        ? Optional.of(new NamespaceDoor(pid, words.subList(i, words.size())))
        : Optional.empty();
  }
}
