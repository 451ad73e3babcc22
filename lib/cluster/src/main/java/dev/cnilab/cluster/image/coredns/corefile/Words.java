package dev.cnilab.cluster.image.coredns.corefile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The words that are still to be read. */
final class Words {
  private final Deque<CorefileToken> rest;

  /** The last one that was read; before the first one, one that is on no line. */
  private CorefileToken previous = new CorefileToken("", 0, "");

  Words(List<CorefileToken> all) {
    this.rest = new ArrayDeque<>(all);
  }

  boolean hasMore() {
    return !rest.isEmpty();
  }

  boolean isAt(String text) {
    return hasMore() && rest.getFirst().text().equals(text);
  }

  boolean isAtNewLine() {
    return hasMore() && rest.getFirst().beginsLine(previous);
  }

  CorefileToken previous() {
    return previous;
  }

  /** The next one, which stays; at the end the last one. */
  CorefileToken here() {
    return hasMore() ? rest.getFirst() : previous;
  }

  /** Reads the next one. */
  CorefileToken next() {
    previous = rest.removeFirst();
    return previous;
  }

  /** Takes the words of a line away as if they had not been there. */
  List<CorefileToken> takeLine() {
    List<CorefileToken> line = new ArrayList<>();
    do {
      line.add(rest.removeFirst());
    } while (hasMore() && !rest.getFirst().beginsLine(line.getLast()));
    return line;
  }

  /** Goes on with others. */
  void insert(List<CorefileToken> others) {
    others.reversed().forEach(rest::addFirst);
  }
}
